"""Who may do what with benefits, budgets and grants."""

from common.scope.guards import CURRENT, Guard, owned, through

_KEEPS = ("SELECT", "INSERT", "UPDATE")
_OF_ITS_BENEFITS = (
    "EXISTS (SELECT 1 FROM benefits_benefit parent WHERE parent.id = {column}"
    f" AND (parent.enterprise_id IS NULL OR parent.enterprise_id = {CURRENT}))"
)

GUARDS = {
    # A benefit without an enterprise is offered to all of them.
    "benefits_benefit": owned(enterprise=("SELECT",), shown="enterprise_id IS NULL"),
    "benefits_terms": Guard(own=_OF_ITS_BENEFITS.format(column="benefit_id"), enterprise=("SELECT",)),
    "benefits_bundlepart": Guard(own=_OF_ITS_BENEFITS.format(column="bundle_id"), enterprise=("SELECT",)),
    "benefits_campaign": owned(enterprise=("SELECT",), shown="enterprise_id IS NULL"),
    "benefits_budget": owned(enterprise=("SELECT",)),
    "benefits_batch": owned(enterprise=_KEEPS),
    "benefits_batchrow": through("benefits_batch", "batch_id"),
    "benefits_import": through("benefits_batch", "batch_id"),
    "benefits_opening": owned(),
    "benefits_opening_departments": through("benefits_opening", "opening_id"),
    "benefits_piece": owned(),
    "benefits_grant": owned(enterprise=_KEEPS, platform=_KEEPS),
}

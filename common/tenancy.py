"""Who may do what with the tables of the feed, the ledger, jobs and keys."""

from common.scope.guards import CURRENT, Guard, owned, platform_only, shared, through
from common.scope.guards.shapes import APPEND, EVERYTHING

_ASKED_BY_ITS_STAFF = f"EXISTS (SELECT 1 FROM members_staff s WHERE s.user_id = asked_by_id AND s.enterprise_id = {CURRENT})"

GUARDS = {
    # Append-only for everybody. An act of an enterprise may touch what belongs to none, such as a lot; it will not read of it.
    "common_event": Guard(
        own=f"enterprise_id = {CURRENT}", added="enterprise_id IS NULL", enterprise=APPEND, platform=APPEND, vault=("INSERT",)
    ),
    "common_eventkey": owned(enterprise=APPEND),
    "common_job": owned(enterprise=("SELECT", "INSERT", "UPDATE")),
    "common_replay": owned(enterprise=("SELECT", "INSERT", "UPDATE")),
    # History is never rewritten, by no role.
    "common_account": owned(enterprise=("SELECT", "INSERT", "UPDATE"), platform=("SELECT", "INSERT", "UPDATE")),
    "common_transfer": owned(enterprise=APPEND, platform=APPEND),
    "common_posting": through("common_account", "account_id", enterprise=APPEND, platform=APPEND),
    # Names of callers and moments; whoever calls is counted, in every scope.
    "common_allowance": shared(enterprise=("SELECT", "INSERT", "UPDATE"), platform=EVERYTHING),
    # Of the sign-in of staff.
    "common_kept": platform_only(),
    # An enterprise's staff ask each other; what operators ask of one another is out of its sight.
    "common_approval": Guard(own=_ASKED_BY_ITS_STAFF, enterprise=("SELECT", "INSERT", "UPDATE")),
    "common_dutylimit": platform_only(),
    "common_tally": platform_only(),
    "common_rootkey": Guard(platform=("SELECT",), vault=("SELECT", "UPDATE"), sealed=("wrapped_key",)),
    "common_fence": platform_only(),
    "common_witnessbook": platform_only(),
    "common_witnessfolder": platform_only(),
    "common_witnessmark": platform_only(),
    "common_cursor": platform_only(),
    "common_tick": platform_only(),
    # What Django's own pages ask: the names of the models.
    "django_content_type": shared(),
}

"""The acts of benefits: one verb a function, one transaction each. Other houses come through here."""

from benefits.operations.batches import (
    FileChanged,
    GrantsFile,
    NothingToConfirm,
    NotReady,
    UndoResult,
    confirm_batch,
    discard_batch,
    resume_batch,
    undo_batch,
    upload_api_batch,
    upload_grants,
)
from benefits.operations.batches.upload_api import GrantWanted
from benefits.operations.budgets import (
    BudgetClosed,
    BudgetExceeded,
    close_budget,
    fund_budget,
    open_budget,
    reopen_budget,
    settle_grants,
)
from benefits.operations.budgets.open import BudgetPlan
from benefits.operations.budgets.refund import refund_grant
from benefits.operations.catalogue import BenefitIncomplete, delist_benefit, list_benefit, publish_terms
from benefits.operations.grants import (
    GrantRequest,
    ReferenceReused,
    RowRefused,
    expire_grants,
    issue_grant,
    mark_claimable_again,
    mark_claimed,
    mark_claimed_again,
    mark_fulfilled,
    open_grants,
    revoke_for_leaver,
    revoke_grant,
)
from benefits.operations.grants.lock import LockedGrant, lock_grant
from benefits.operations.grants.push import grants_to_push

__all__ = [
    "BenefitIncomplete",
    "BudgetClosed",
    "BudgetExceeded",
    "BudgetPlan",
    "FileChanged",
    "GrantRequest",
    "GrantWanted",
    "GrantsFile",
    "LockedGrant",
    "NotReady",
    "NothingToConfirm",
    "ReferenceReused",
    "RowRefused",
    "UndoResult",
    "close_budget",
    "confirm_batch",
    "delist_benefit",
    "discard_batch",
    "expire_grants",
    "fund_budget",
    "grants_to_push",
    "issue_grant",
    "list_benefit",
    "lock_grant",
    "mark_claimable_again",
    "mark_claimed",
    "mark_claimed_again",
    "mark_fulfilled",
    "open_budget",
    "open_grants",
    "publish_terms",
    "refund_grant",
    "reopen_budget",
    "resume_batch",
    "revoke_for_leaver",
    "revoke_grant",
    "settle_grants",
    "undo_batch",
    "upload_api_batch",
    "upload_grants",
]

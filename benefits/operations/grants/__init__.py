"""Single grants: issued by programs, opened, expired, warned about, taken back."""

from benefits.operations.grants.issue import GrantRequest, ReferenceReused, RowRefused, issue_grant
from benefits.operations.grants.lifecycle import expire_grants, open_grants
from benefits.operations.grants.outcome import mark_claimable_again, mark_claimed, mark_claimed_again, mark_fulfilled
from benefits.operations.grants.revoke import leavers_with_grants, revoke_for_leaver, revoke_grant

__all__ = [
    "GrantRequest",
    "ReferenceReused",
    "RowRefused",
    "expire_grants",
    "issue_grant",
    "leavers_with_grants",
    "mark_claimable_again",
    "mark_claimed",
    "mark_claimed_again",
    "mark_fulfilled",
    "open_grants",
    "revoke_for_leaver",
    "revoke_grant",
]

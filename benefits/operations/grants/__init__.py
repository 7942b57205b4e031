"""Single grants: issued by programs, opened, expired, warned about, taken back."""

from benefits.operations.grants.issue import GrantRequest, ReferenceReused, RowRefused, issue_grant
from benefits.operations.grants.lifecycle import expire_grants, open_grants
from benefits.operations.grants.outcome import (
    mark_claimable_again,
    mark_claimed,
    mark_claimed_again,
    mark_claimed_and_fulfilled,
    mark_fulfilled,
)
from benefits.operations.grants.promise import Promise, promise_of
from benefits.operations.grants.revoke import leavers_with_grants, revoke_for_leaver, revoke_grant
from benefits.operations.grants.use import mark_activated, mark_unused, mark_used

__all__ = [
    "GrantRequest",
    "Promise",
    "ReferenceReused",
    "RowRefused",
    "expire_grants",
    "issue_grant",
    "leavers_with_grants",
    "mark_activated",
    "mark_claimable_again",
    "mark_claimed",
    "mark_claimed_again",
    "mark_claimed_and_fulfilled",
    "mark_fulfilled",
    "mark_unused",
    "mark_used",
    "open_grants",
    "promise_of",
    "revoke_for_leaver",
    "revoke_grant",
]

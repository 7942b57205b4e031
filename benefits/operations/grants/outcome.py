"""What a claim does to its grant. Called by redemption, which decides; each call locks the grant itself."""

from datetime import datetime, timedelta
from uuid import UUID

from benefits.models import Grant
from benefits.states import GrantState
from common.sql import execute

# A delivery that failed for certain must not cost the member the benefit because time ran out meanwhile.
GRACE = timedelta(days=7)


_CLAIMED = "UPDATE benefits_grant SET state = 'claimed', claimed_at = %s WHERE id = %s"
_CLAIMED_AND_FULFILLED = """
UPDATE benefits_grant SET state = 'fulfilled', claimed_at = %s, fulfilled_at = %s, activated_at = COALESCE(activated_at, %s) WHERE id = %s
"""
_FULFILLED = """
UPDATE benefits_grant SET state = 'fulfilled', fulfilled_at = %s, activated_at = COALESCE(activated_at, %s)
WHERE id = %s AND state = 'claimed'
"""


def mark_claimed(grant: Grant, *, at: datetime) -> None:
    """The member has claimed it. The caller holds the grant's lock and has decided."""
    _open(grant)
    grant.state, grant.claimed_at = GrantState.CLAIMED, at
    execute(_CLAIMED, [at, grant.id])


def mark_fulfilled(grant_id: UUID, *, at: datetime, is_alive: bool) -> None:
    """All its items are delivered. ``is_alive``: with that it works; a code lies still until its member first sees it."""
    execute(_FULFILLED, [at, at if is_alive else None, grant_id])


def mark_claimed_and_fulfilled(grant: Grant, *, at: datetime, is_alive: bool) -> None:
    """Both at once, as most claims end: the row is written once, the feed tells both moves."""
    _open(grant)
    grant.state, grant.claimed_at, grant.fulfilled_at = GrantState.FULFILLED, at, at
    execute(_CLAIMED_AND_FULFILLED, [at, at, at if is_alive else None, grant.id])


def _open(grant: Grant) -> None:
    if grant.state == GrantState.SCHEDULED:  # Its time has come, only the sweep has not been round yet.
        Grant.objects.filter(id=grant.id).update(state=GrantState.CLAIMABLE)


def mark_claimable_again(grant: Grant, *, at: datetime) -> None:
    """Delivery failed for certain: the member may try again, and has time to. The caller holds the grant's lock."""
    grant.state = GrantState.CLAIMABLE
    grant.claimable_until = max(grant.claimable_until, at + GRACE)
    grant.save(update_fields=["state", "claimable_until"])


def mark_claimed_again(grant: Grant) -> None:
    """A delivered item is being replaced. The caller holds the grant's lock."""
    grant.state = GrantState.CLAIMED
    grant.save(update_fields=["state"])

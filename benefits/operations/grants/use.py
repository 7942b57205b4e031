"""What became of a grant after its delivery: alive, used, or not used after all. Called by redemption, which decides."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from benefits.models import Grant
from benefits.states import GrantState

SaidBy = Literal["member", "staff"]


def mark_activated(grant_id: UUID, *, at: datetime) -> None:
    """Its code is shown for the first time. Locks the grant, if it was not alive before."""
    Grant.objects.filter(id=grant_id, activated_at=None).update(activated_at=at)


def mark_used(grant: Grant, *, said_by: SaidBy, at: datetime) -> None:
    """Everything of it is used. The caller holds the grant's lock and has signed."""
    grant.state, grant.used_at, grant.used_said_by = GrantState.USED, at, said_by
    grant.save(update_fields=["state", "used_at", "used_said_by"])


def mark_unused(grant: Grant) -> None:
    """It was not used after all. The caller holds the grant's lock and has signed; nothing happens to one that is not used."""
    if grant.state != GrantState.USED:
        return
    grant.state, grant.used_at, grant.used_said_by = GrantState.FULFILLED, None, ""
    grant.save(update_fields=["state", "used_at", "used_said_by"])

"""Claims as the operation makes them: no HTTP, threads of this process, one connection each."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import connection

from bench.loads import rate
from common import clock
from common.actors import Actor
from redemption.operations import claim_grant

Grants = Sequence[tuple[UUID, UUID]]


def claim_all(grants: Grants) -> None:
    """Claim one after the other, each in its own transaction, and give the connection back."""
    try:
        for grant, member in grants:
            claim_grant(grant_id=grant, member_id=member, by=Actor("member", member), at=clock.now())
    finally:
        connection.close()


def claims_a_second(grants: Grants, *, threads: int) -> float:
    callers: list[Callable[[Grants], None]] = [claim_all] * threads
    return rate(callers, grants)

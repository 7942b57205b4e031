"""What time and leaving do to grants, and what budgets learn of it."""

from datetime import datetime
from uuid import UUID

from celery import shared_task

from benefits.operations.budgets import settle_grants
from benefits.operations.grants import expire_grants, leavers_with_grants, open_grants, revoke_for_leaver
from common import clock
from common.jobs import SLOT_SECONDS, hear, sweeps

hear("member.left", "benefits.revoke_for_leaver")


@sweeps("grants")
def grants_due(at: datetime) -> None:
    """Open what begins, expire what ends, settle what is over."""
    open_grants(at=at)
    expire_grants(at=at)
    settle_grants(at=at)


@sweeps("leavers")
def leavers_missed(at: datetime) -> None:
    """Leavers whose bell was lost; looked for once a minute, since it reads all who left."""
    if at.second < SLOT_SECONDS:
        for member_id in leavers_with_grants(at=at):
            revoke_for_leaver(member_id=member_id, at=at)


@shared_task(name="benefits.revoke_for_leaver")
def revoke(member_id: str) -> None:
    revoke_for_leaver(member_id=UUID(member_id), at=clock.now())

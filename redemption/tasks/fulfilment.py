"""Following top-ups, and delivering what is pushed."""

from datetime import datetime
from uuid import UUID

from celery import shared_task

from benefits.operations import grants_to_push, say_not_pushed
from common import clock
from common.actors import system
from common.jobs import hear, ring_again, sweeps
from common.refusals import Refused
from redemption.operations import claim_grant, follow_topup
from redemption.queries.following import topups_to_follow

hear("topup.moved", "redemption.follow_topup")


@shared_task(name="redemption.follow_topup")
def follow(topup_id: str) -> None:
    follow_topup(UUID(topup_id), at=clock.now())


@sweeps("redemptions")
def redemptions_behind(at: datetime) -> None:
    """Redemptions whose top-up has moved on without them."""
    for topup_id in topups_to_follow():
        ring_again("redemption.follow_topup", topup_id)


@sweeps("pushes")
def push_due(at: datetime) -> None:
    """Deliver what needs no tap. A refusal leaves the grant for its member to claim."""
    for grant_id, member_id in grants_to_push(at=at):
        try:
            claim_grant(grant_id=grant_id, member_id=member_id, by=system("push"), at=at)
        except Refused as refused:
            say_not_pushed(grant_id, why=refused.code)

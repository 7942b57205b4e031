"""The doorbells of top-ups, and the search for those that are due."""

from datetime import datetime
from uuid import UUID

from celery import shared_task
from django.db.models import Q, QuerySet

from common import clock
from common.jobs import ring_again, sweeps
from supply.models import TopUp
from supply.operations.topups import query_topup, submit_topup
from supply.operations.topups.record import mark_lost
from supply.states import TopUpState


@shared_task(name="supply.submit_topup")
def submit(topup_id: str) -> None:
    submit_topup(UUID(topup_id), at=clock.now())


@shared_task(name="supply.query_topup")
def query(topup_id: str) -> None:
    query_topup(UUID(topup_id), at=clock.now())


@sweeps("topups")
def due_topups(at: datetime) -> None:
    """Unsent ones are sent, open ones asked about, and those whose sender died become unknown."""
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    for topup_id in _ids(TopUp.objects.filter(state=TopUpState.SUBMITTING, leased_until__lt=at)):
        mark_lost(topup_id, at=at)
    for topup_id in _ids(TopUp.objects.filter(free, state=TopUpState.CREATED)):
        ring_again("supply.submit_topup", topup_id)
    for topup_id in _ids(TopUp.objects.filter(free, state__in=[TopUpState.PROCESSING, TopUpState.UNKNOWN], next_query_at__lte=at)):
        ring_again("supply.query_topup", topup_id)


def _ids(found: QuerySet[TopUp]) -> list[UUID]:
    return list(found.order_by("created_at").values_list("id", flat=True)[:200])

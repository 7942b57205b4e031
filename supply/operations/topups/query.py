"""Asking a supplier what became of a top-up."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from common import clock
from common.actors import Actor
from common.failpoints import failpoint
from common.feed import note, sign
from common.jobs import ring
from common.refusals import NotFound
from supply.models import Attempt, TopUp
from supply.operations.topups.escalate import escalate_when_old
from supply.operations.topups.line import connector_of, request_of
from supply.operations.topups.record import record_outcome
from supply.operations.topups.submit import LEASE
from supply.rules.backoff import next_query_at
from supply.states import TopUpState

_OPEN = (TopUpState.PROCESSING, TopUpState.UNKNOWN)


def query_topup(topup_id: UUID, *, at: datetime) -> None:
    """
    Ask the supplier about one open top-up and record the answer. Does nothing for one that is settled, or being asked about.

    Locks    the top-up, twice and briefly; never across the call.
    """
    topup = TopUp.objects.select_related("supplier", "offer").get(id=topup_id)
    connector = connector_of(topup.supplier)
    attempt = _begin(topup_id, at)
    if attempt is None:
        return
    failpoint("query.after_attempt_row", topup_id)
    outcome = connector.query(topup.reference, expected=request_of(topup))
    failpoint("query.after_answer", topup_id)
    record_outcome(attempt, outcome, at=clock.now())


@transaction.atomic
def query_topup_now(*, topup_id: UUID, by: Actor, at: datetime, reason: str = "") -> None:
    """
    Have an open top-up asked about at once.

    :raises NotFound: no open top-up of this id.
    """
    topup = TopUp.objects.select_for_update().filter(id=topup_id, state__in=_OPEN).first()
    if topup is None:
        raise NotFound
    sign(by, reason)
    note("topup.query_asked", subject=topup)
    topup.next_query_at = at
    topup.save(update_fields=["next_query_at"])
    ring("supply.query_topup", topup.id)


@transaction.atomic
def _begin(topup_id: UUID, at: datetime) -> Attempt | None:
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    topup = TopUp.objects.select_for_update().filter(free, id=topup_id, state__in=_OPEN).first()
    if topup is None:
        return None
    topup.lease, topup.leased_until = uuid4(), at + LEASE
    topup.query_count += 1
    topup.next_query_at = next_query_at(at, query_count=topup.query_count, is_unknown=topup.state == TopUpState.UNKNOWN)
    escalate_when_old(topup, at=at)
    topup.save(update_fields=["lease", "leased_until", "query_count", "next_query_at", "escalated_at"])
    return Attempt.objects.create(topup=topup, kind="query", lease=topup.lease, started_at=at)

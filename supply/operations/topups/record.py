"""Writing down what a call came to. Used by submit and query alone; both hold the lease."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from common.actors import system
from common.failpoints import failpoint
from common.feed import sign
from common.jobs import tell
from supply.connectors.base import NotFound, NotSent, Processing, QueryOutcome, Refused, Succeeded, Unknown
from supply.models import Attempt, TopUp
from supply.operations.topups.delivered_codes import bring_in
from supply.operations.topups.escalate import escalate
from supply.rules.backoff import IN_FLIGHT, RETRY_UNSENT, may_send_again, next_query_at
from supply.states import TopUpState


@transaction.atomic
def record_outcome(attempt: Attempt, outcome: QueryOutcome, *, at: datetime) -> bool:
    """
    Write an attempt's outcome and move the top-up, unless the lease has passed to another: then only the attempt is noted.

    Locks    the top-up.
    """
    Attempt.objects.filter(id=attempt.id).update(ended_at=at, outcome=type(outcome).__name__.lower(), detail=_detail(outcome))
    topup = TopUp.objects.select_for_update().filter(id=attempt.topup_id, lease=attempt.lease).first()
    if topup is None:
        return False
    sign(system("topup"))
    topup.lease, topup.leased_until = None, None
    before = topup.state
    _MOVE[type(outcome)](topup, outcome, at)
    topup.save()
    if topup.state != before:
        tell("topup.moved", topup.id)
    failpoint("submit.before_outcome", topup.id)
    return True


def mark_lost(topup_id: UUID, *, at: datetime) -> None:
    """A call whose worker died: it may have reached the supplier, so the top-up is unknown."""
    with transaction.atomic():
        topup = TopUp.objects.select_for_update().filter(id=topup_id, state=TopUpState.SUBMITTING, leased_until__lt=at).first()
        if topup is None:
            return
        sign(system("topup"), "the worker that sent it did not come back")
        topup.lease, topup.leased_until = None, None
        _unknown(topup, None, at)
        topup.save()
        tell("topup.moved", topup.id)


def _succeeded(topup: TopUp, outcome: Succeeded, at: datetime) -> None:
    if not topup.account and not bring_in(topup, outcome.order, at=at):
        _processing(topup, Processing(outcome.order), at)
        return
    topup.state, topup.finished_at, topup.next_query_at = TopUpState.SUCCEEDED, at, None
    topup.supplier_order_id, topup.cost_minor = outcome.order.supplier_order_id, outcome.order.cost_minor


def _processing(topup: TopUp, outcome: Processing, at: datetime) -> None:
    topup.state, topup.supplier_order_id = TopUpState.PROCESSING, outcome.order.supplier_order_id
    topup.next_query_at = next_query_at(at, query_count=topup.query_count, is_unknown=False)


def _refused(topup: TopUp, outcome: Refused, at: datetime) -> None:
    topup.state, topup.finished_at, topup.next_query_at = TopUpState.FAILED, at, None
    topup.failure = outcome.code
    if outcome.order is not None:
        topup.supplier_order_id = outcome.order.supplier_order_id


def _unknown(topup: TopUp, outcome: Unknown | None, at: datetime) -> None:
    topup.state = TopUpState.UNKNOWN
    topup.unknown_since = topup.unknown_since or at
    topup.next_query_at = next_query_at(at, query_count=topup.query_count, is_unknown=True)


def _not_found(topup: TopUp, outcome: NotFound, at: datetime) -> None:
    if topup.supplier_order_id:  # It had taken the order: one of its two answers is wrong, and nobody may guess which.
        _unknown(topup, None, at)
        escalate(topup, "the supplier no longer knows an order that it had taken", at=at)
        return
    submitted_at = topup.submitted_at or topup.created_at
    if may_send_again(at, submitted_at=submitted_at):
        topup.state, topup.next_query_at, topup.leased_until = TopUpState.CREATED, None, None
    else:
        _unknown(topup, None, at)
        topup.next_query_at = submitted_at + IN_FLIGHT


def _not_sent(topup: TopUp, outcome: NotSent, at: datetime) -> None:
    if topup.state == TopUpState.SUBMITTING:
        topup.state, topup.leased_until = TopUpState.CREATED, at + RETRY_UNSENT
    else:
        topup.next_query_at = next_query_at(at, query_count=topup.query_count, is_unknown=topup.state == TopUpState.UNKNOWN)


_MOVE: dict[type, Callable[..., None]] = {
    Succeeded: _succeeded,
    Processing: _processing,
    Refused: _refused,
    Unknown: _unknown,
    NotFound: _not_found,
    NotSent: _not_sent,
}


def _detail(outcome: QueryOutcome) -> str:
    match outcome:
        case Refused(code=code, detail=detail):
            return f"{code} {detail}".strip()
        case Unknown(kind=kind, detail=detail) | NotSent(kind=kind, detail=detail):
            return f"{kind.value} {detail}".strip()
    return ""

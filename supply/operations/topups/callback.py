"""Taking a supplier's callback: verified, stored once, never believed without asking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from common.failpoints import failpoint
from common.ids import new_id
from common.jobs import ring
from supply.connectors.base import CallbackNotice, CallbackRefused
from supply.models import Supplier, TopUp
from supply.operations.topups.line import connector_of
from supply.states import CallbackState, TopUpState

_ENDS = {"succeeded": TopUpState.SUCCEEDED, "failed": TopUpState.FAILED}


@dataclass(frozen=True, slots=True)
class Message:
    """A callback as it came: headers, raw body, path with its query."""

    headers: Mapping[str, str]
    raw_body: bytes
    path: str


def receive_callback(slug: str, message: Message, *, at: datetime) -> int:
    """
    Judge and store one callback; returns the HTTP status to answer. The same event again changes nothing.

    An unknown supplier, a wrong key and a forged signature are answered alike.
    """
    supplier = Supplier.objects.filter(slug=slug).exclude(connector="").first()
    if supplier is None or not supplier.credentials.filter(is_active=True).exists():
        return 401
    notice = connector_of(supplier).read_callback(message.headers, message.raw_body, message.path, at)
    if isinstance(notice, CallbackRefused):
        return notice.status
    _store(supplier, notice, at)
    return 204


_STORE = """
INSERT INTO supply_callback (id, supplier_id, event_id, topup_id, state, claimed_status, reason, seen_count, received_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, 1, %s)
ON CONFLICT (supplier_id, event_id) DO UPDATE SET seen_count = supply_callback.seen_count + 1
RETURNING seen_count
"""


@transaction.atomic
def _store(supplier: Supplier, notice: CallbackNotice, at: datetime) -> None:
    order = notice.order
    topup = TopUp.objects.select_for_update().filter(supplier=supplier, reference=order.reference).first()
    reason = _conflict(topup, notice)
    state = CallbackState.CONFLICT if reason else CallbackState.ACCEPTED
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [new_id(), supplier.id, notice.event_id, topup.id if topup else None, state.value, order.status, reason, at])
        is_new = cursor.fetchone()[0] == 1
    if is_new and topup is not None and topup.state in (TopUpState.PROCESSING, TopUpState.UNKNOWN):
        topup.next_query_at = at
        topup.save(update_fields=["next_query_at"])
        ring("supply.query_topup", topup.id)
    failpoint("callback.before_commit", order.reference)


def _conflict(topup: TopUp | None, notice: CallbackNotice) -> str:
    """A word of ``supply.queries.findings.OBJECTIONS``, or nothing."""
    order = notice.order
    if topup is None:
        return "unknown_reference"
    if order.quantity != topup.quantity or order.cost_minor > topup.max_cost_minor or order.currency != topup.currency:
        return "other_terms"
    if topup.state in _ENDS.values() and _ENDS.get(order.status) != topup.state:
        return "other_end"
    return ""

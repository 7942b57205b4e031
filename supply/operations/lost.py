"""Settling what a restore forgot: codes that somebody may have seen, and orders that a supplier may have."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from common import feed
from common.actors import Actor
from common.jobs import tell
from common.scope import vault, within
from common.witness import Entry
from supply.connectors.base import NotFound, Processing, QueryOutcome, Succeeded
from supply.connectors.base import Refused as RefusedBySupplier
from supply.models import Attempt, LostOrder, SpentCode, Supplier, TopUp
from supply.models.lost import LostFinding
from supply.operations.topups.line import connector_of
from supply.operations.topups.record import mark_lost
from supply.states import TopUpState

REASON = "given out before the database was restored, as the witness knows"

_VOID = """
UPDATE supply_code SET state = 'void', voided_at = %(at)s
WHERE (id = ANY(%(ids)s) OR fingerprint = ANY(%(prints)s)) AND state IN ('available', 'reserved', 'issued')
"""


@transaction.atomic
def void_lost_codes(entries: Sequence[Entry], *, by: Actor, at: datetime) -> int:
    """
    Void every code that the witness saw leave and the tables gave back or gave away; returns how many.

    What was shown is spent for good, also where its lot has yet to come in again.
    """
    feed.sign(by, REASON)
    shown = {bytes.fromhex(e.facts["fingerprint"]): e.at for e in entries if "fingerprint" in e.facts}
    SpentCode.objects.bulk_create((SpentCode(fingerprint=f, shown_at=t, noted_at=at) for f, t in shown.items()), ignore_conflicts=True)
    with within(vault()), connection.cursor() as cursor:
        cursor.execute(_VOID, {"at": at, "ids": [entry.subject for entry in entries], "prints": list(shown)})
        return cursor.rowcount


def adopt_lost_order(entry: Entry, *, grant_id: UUID | None, by: Actor, at: datetime) -> str:
    """
    Take one order back into the books, and return what was found.

    Where its top-up is still here, it is asked about like any whose worker died (``adopted``). Where it is not, its supplier is
    asked now, and what it says is kept for a person (see ``LostFinding``).
    """
    if _adopted(entry, by, at):
        return "adopted"
    supplier = Supplier.objects.filter(id=entry.facts["supplier"]).first()
    outcome = connector_of(supplier).query(entry.facts["reference"]) if supplier else None
    order = outcome.order if isinstance(outcome, Succeeded | Processing) else None
    found = LostOrder(
        reference=entry.facts["reference"],
        attempt_id=entry.subject,
        purpose_id=entry.facts["purpose"],
        grant_id=grant_id,
        supplier=supplier,
        finding=_finding(outcome),
        supplier_order_id=order.supplier_order_id if order else "",
        cost_minor=order.cost_minor if order else None,
        currency=order.currency if order else "",
        sent_at=entry.at,
        found_at=at,
    )
    LostOrder.objects.bulk_create([found], ignore_conflicts=True)
    return str(found.finding)


@transaction.atomic
def _adopted(entry: Entry, by: Actor, at: datetime) -> bool:
    topup = TopUp.objects.select_for_update().filter(reference=entry.facts["reference"]).first()
    if topup is None:
        return False
    feed.sign(by, REASON)
    lease = uuid4()
    if topup.state == TopUpState.CREATED:
        # As if its worker had died in the call, which for these tables it has.
        topup.state, topup.lease, topup.submitted_at = TopUpState.SUBMITTING, lease, entry.at
        topup.leased_until = at - timedelta(seconds=1)
        topup.save(update_fields=["state", "lease", "leased_until", "submitted_at"])
        mark_lost(topup.id, at=at)
    Attempt.objects.create(
        id=entry.subject,
        topup=topup,
        kind="submit",
        lease=lease,
        started_at=entry.at,
        ended_at=at,
        outcome="unknown",
        detail="adopted after a restore",
    )
    tell("topup.moved", topup.id)
    return True


def _finding(outcome: QueryOutcome | None) -> LostFinding:
    match outcome:
        case None:
            return LostFinding.NO_SUPPLIER
        case Succeeded():
            return LostFinding.SUCCEEDED
        case Processing():
            return LostFinding.PROCESSING
        case RefusedBySupplier():
            return LostFinding.FAILED
        case NotFound():
            return LostFinding.NOT_FOUND
    return LostFinding.UNKNOWN

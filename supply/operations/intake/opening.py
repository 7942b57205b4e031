"""Opening a lot for codes that arrive: sealed part by part under a key of its own, before the database sees any of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from common import feed
from common.actors import Actor
from common.ids import new_id
from common.jobs import start_job
from common.sheets.sheet import Row
from common.sheets.wire import to_line
from supply.models import Intake, Lot, OrderLine, PurchaseOrder
from supply.operations.intake.copying import copy_into
from supply.operations.intake.refusals import FileBroughtBefore, OrderNotPlaced
from supply.operations.numbering import next_number
from supply.states import IntakeState, OrderState
from supply.vault import LotCipher, LotKey, fingerprint_of_file, new_lot_key

LINES_A_CHUNK = 10_000
OPEN_STATES = [IntakeState.CHECKING, IntakeState.READY, IntakeState.COMMITTING]
_CHUNK_COLUMNS = {"intake_id": "uuid", "position": "int4", "sealed": "bytea"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What arrived. ``content_hash`` is a SHA-256 that tells the same delivery again; ``rows`` hold code, card number, expiry."""

    name: str
    content_hash: bytes
    rows: Sequence[Row] = field(repr=False)
    encoding: str = ""
    layout: dict[str, Any] = field(default_factory=dict)


@sensitive_variables("delivery")
def open_intake(line: OrderLine, delivery: Delivery, *, by: Actor, at: datetime) -> Intake:
    """
    Write a delivery as a lot that comes in, and start its check.

    Locks    the purchase order.
    Replays  the same delivery, while its first intake is open, returns that intake.

    :raises OrderNotPlaced: the order does not wait for codes.
    :raises FileBroughtBefore: the same delivery is open under another order line.
    """
    key = new_lot_key()
    lot = Lot(id=new_id(), order_line=line, product_id=line.product_id, wrapped_key=key.wrapped, key_version=key.version)
    intake = Intake(
        id=new_id(),
        lot=lot,
        file_name="".join(filter(str.isprintable, delivery.name))[-255:],
        file_fingerprint=fingerprint_of_file(delivery.content_hash),
        encoding=delivery.encoding,
        layout=delivery.layout,
        line_count=len(delivery.rows),
        created_by=str(by),
        created_at=at,
    )
    chunks = list(_sealed(intake, key, delivery.rows))
    return _write(intake, chunks, by=by, at=at)


def _sealed(intake: Intake, key: LotKey, rows: Sequence[Row]) -> Iterator[tuple[int, bytes]]:
    cipher = LotCipher(intake.lot.id, intake.lot.product_id, key)
    for position, start in enumerate(range(0, len(rows), LINES_A_CHUNK)):
        lines = to_line([(row.number, *row.cells) for row in rows[start : start + LINES_A_CHUNK]])
        yield position, cipher.seal_chunk(intake.id, position, lines)


@transaction.atomic
def _write(intake: Intake, chunks: Sequence[tuple[int, bytes]], *, by: Actor, at: datetime) -> Intake:
    lot = intake.lot
    order = PurchaseOrder.objects.select_for_update().get(lines=lot.order_line_id)
    if order.state != OrderState.ORDERED:
        raise OrderNotPlaced(number=order.number)
    lot.number = next_number(Lot, "L", at=at)
    first = (
        Intake.objects.filter(file_fingerprint=intake.file_fingerprint, state__in=OPEN_STATES)
        .select_related("lot")
        .defer("lot__wrapped_key")
        .first()
    )
    if first is not None and first.lot.order_line_id != lot.order_line_id:
        raise FileBroughtBefore(lot=first.lot.number)
    if first is not None:
        return first
    feed.sign(by)
    lot.save(force_insert=True)
    intake.save(force_insert=True)
    copy_into("supply_intakechunk", _CHUNK_COLUMNS, ((intake.id, position, sealed) for position, sealed in chunks))
    start_job("supply.check_intake", intake.id, by=by, at=at)
    return intake

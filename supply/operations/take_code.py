"""Taking one code out of stock: the hottest path of the platform."""

import secrets
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from common.refusals import Refused, StillBusy
from common.scope import vault, within
from common.sql import prepared_cursor
from common.witness import refuse_while_fenced
from supply.operations.witnessed import code_issued
from supply.rules.days import home_day


class StockEmpty(Refused):
    code = "stock_empty"
    sentence = _("We're out of stock right now. It stays yours; please try again later.")
    exact = _("No code of %(sku)s is available with enough days left.")


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """One code of a product, for one redemption of one member."""

    purpose_id: UUID
    enterprise_id: UUID
    member_id: UUID
    product_id: UUID
    sku: str
    minimum_days_left: int


@dataclass(frozen=True, slots=True)
class TakenCode:
    """The code that was taken. Its plaintext stays in the vault."""

    id: UUID
    tail: str
    expires_on: date | None


# The lot is chosen by its expiry, the code within it at random: callers spread over the lot instead of queueing at its first row.
_TAKE = """
UPDATE supply_code SET state = 'issued', purpose_id = %(purpose)s, enterprise_id = %(enterprise)s, member_id = %(member)s, issued_at = %(at)s
WHERE id = (SELECT id FROM supply_code WHERE lot_id = {lot} AND state = 'available' AND shuffle {side} %(drawn)s
            AND (expires_on IS NULL OR expires_on >= %(usable)s) ORDER BY shuffle LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, tail, expires_on
"""
_LOTS = "FROM supply_lot WHERE product_id = %(product)s AND state = 'released'"
_LOT_ORDER = "ORDER BY expires_on NULLS LAST, id"
_FIRST_LOT = f"(SELECT id {_LOTS} {_LOT_ORDER} LIMIT 1)"
# What others hold shows as available until they commit: only when nothing does is the stock empty.
_IS_ANY_LEFT = f"""
SELECT EXISTS (SELECT 1 FROM supply_code c WHERE c.lot_id IN (SELECT id {_LOTS}) AND c.state = 'available'
               AND (c.expires_on IS NULL OR c.expires_on >= %(usable)s))
"""
_LOWEST = -(2**31)
_WAIT_SECONDS = 3.0
_PAUSE_SECONDS = 0.02


def take_code(wanted: CodeWanted, *, at: datetime) -> TakenCode:
    """
    Give one available code of the earliest-expiring released lot to a redemption: one statement, in the caller's transaction.

    Locks    one code. Rows that others hold are passed over; no caller ever waits for another's row, so none can block in a ring.

    :raises Fenced: the witness knows of codes that the tables have forgotten; one of them might be taken.
    :raises StockEmpty: no code is left, seen without passing over anything; nothing is written.
    :raises StillBusy: others held the last codes for three seconds without deciding.
    """
    refuse_while_fenced()
    with within(vault()):
        taken = _taken(wanted, _facts(wanted, at))
    code_issued(taken.id, purpose_id=wanted.purpose_id, at=at)
    return taken


def _taken(wanted: CodeWanted, facts: dict[str, Any]) -> TakenCode:
    give_up_at = time.monotonic() + _WAIT_SECONDS
    taken = _take(_FIRST_LOT, facts, side=">=") or _take_from_any_lot(facts)
    while taken is None:
        if not _is_any_left(facts):
            raise StockEmpty(sku=wanted.sku)
        if time.monotonic() > give_up_at:
            raise StillBusy(retry_after=2)
        time.sleep(_PAUSE_SECONDS * (1 + secrets.randbelow(100) / 100))
        taken = _take_from_any_lot(facts)
    return taken


def _facts(wanted: CodeWanted, at: datetime) -> dict[str, Any]:
    return {
        "purpose": wanted.purpose_id,
        "enterprise": wanted.enterprise_id,
        "member": wanted.member_id,
        "product": wanted.product_id,
        "at": at,
        "usable": home_day(at) + timedelta(days=wanted.minimum_days_left),
        "drawn": secrets.randbits(32) + _LOWEST,
    }


def _take_from_any_lot(facts: dict[str, Any]) -> TakenCode | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id {_LOTS} {_LOT_ORDER}", facts)
        lots = [row[0] for row in cursor.fetchall()]
    for lot_id in lots:
        for side in (">=", "<"):
            taken = _take("%(lot)s", {**facts, "lot": lot_id}, side=side)
            if taken is not None:
                return taken
    return None


def _take(lot: str, facts: dict[str, Any], *, side: str) -> TakenCode | None:
    with prepared_cursor() as cursor:
        cursor.execute(_TAKE.format(lot=lot, side=side), facts)
        row = cursor.fetchone()
    return TakenCode(*row) if row else None


def _is_any_left(facts: dict[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_IS_ANY_LEFT, facts)
        return bool(cursor.fetchone()[0])

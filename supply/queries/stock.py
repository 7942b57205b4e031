"""What is in stock, and what became of what came in. Each is one query; received = the sum of the states, on every line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from common.scope import PLATFORM, within
from supply.models import Code
from supply.states import CodeState

# Codes are counted once a lot, from the index alone; only those that were shown, or used, are told apart by small indexes of theirs.
_COUNTED = """
WITH by_state AS (
    SELECT lot_id,
        sum(n) FILTER (WHERE state = 'available') AS available, sum(n) FILTER (WHERE state = 'reserved') AS reserved,
        sum(n) FILTER (WHERE state = 'issued') AS issued, sum(n) FILTER (WHERE state = 'void') AS void,
        sum(n) FILTER (WHERE state = 'expired') AS expired
    FROM (SELECT lot_id, state, count(*) AS n FROM supply_code {which} GROUP BY lot_id, state) AS counts GROUP BY lot_id
), shown AS (
    SELECT lot_id, count(*) AS revealed FROM supply_code WHERE state = 'issued' AND revealed_at IS NOT NULL GROUP BY lot_id
), used AS (
    SELECT lot_id, count(*) AS used FROM supply_code WHERE state = 'issued' AND used_at IS NOT NULL GROUP BY lot_id
)
"""
_SUMS = ", ".join(
    f"COALESCE(sum({column}), 0)::bigint"
    for column in ("l.received_count", "available", "reserved", "issued", "revealed", "used", "void", "expired")
)
_JOINS = "LEFT JOIN by_state b ON b.lot_id = l.id LEFT JOIN shown s ON s.lot_id = l.id LEFT JOIN used d ON d.lot_id = l.id"

_BY_PRODUCT = f"""
{_COUNTED.format(which="")}
SELECT p.id, p.sku, p.name, {_SUMS} FROM supply_product p LEFT JOIN supply_lot l ON l.product_id = p.id {_JOINS}
WHERE p.kind = 'code' GROUP BY p.id, p.sku, p.name ORDER BY p.sku
"""
_BY_SUPPLIER = f"""
{_COUNTED.format(which="")}
SELECT u.id, u.slug, u.name, {_SUMS} FROM supply_supplier u LEFT JOIN supply_purchaseorder o ON o.supplier_id = u.id
LEFT JOIN supply_orderline i ON i.order_id = o.id LEFT JOIN supply_lot l ON l.order_line_id = i.id {_JOINS}
GROUP BY u.id, u.slug, u.name ORDER BY u.name
"""
_BY_LOT = f"""
{_COUNTED.format(which="WHERE product_id = %(product)s")}
SELECT l.id, l.number, u.name, {_SUMS}, l.state, l.expires_on, l.received_at, i.cost_minor, i.currency FROM supply_lot l
JOIN supply_orderline i ON i.id = l.order_line_id JOIN supply_purchaseorder o ON o.id = i.order_id
JOIN supply_supplier u ON u.id = o.supplier_id {_JOINS}
WHERE l.product_id = %(product)s AND l.state <> 'discarded'
GROUP BY l.id, u.name, i.cost_minor, i.currency ORDER BY l.expires_on NULLS LAST, l.id
"""
_AVAILABLE = """
SELECT l.product_id, count(*) FROM supply_code c JOIN supply_lot l ON l.id = c.lot_id JOIN supply_product p ON p.id = l.product_id
WHERE l.product_id = ANY(%(products)s) AND l.state = 'released' AND c.state = 'available'
    AND (c.expires_on IS NULL OR %(day)s::date IS NULL OR c.expires_on >= %(day)s::date + p.minimum_days_left)
GROUP BY l.product_id
"""


@dataclass(frozen=True, slots=True)
class StockLine:
    """
    One product, lot or supplier. ``key`` is its SKU, number or slug; a lot's ``name`` is its supplier's.

    ``received`` = available + reserved + issued + void + expired; of the issued, ``revealed`` were shown, and of
    ``used`` somebody said that they were used up.
    """

    id: UUID
    key: str
    name: str
    received: int
    available: int
    reserved: int
    issued: int
    revealed: int
    used: int
    void: int
    expired: int


@dataclass(frozen=True, slots=True)
class LotStock(StockLine):
    """One lot. Its available codes are given out only while it is released. ``cost_minor`` is for one code."""

    state: str
    expires_on: date | None
    received_at: date | None
    cost_minor: int
    currency: str

    @property
    def lost_minor(self) -> int:
        """What the codes cost that expired before anybody had them."""
        return self.expired * self.cost_minor


def stock_by_product() -> list[StockLine]:
    """Every product that is a code, by SKU; codes of lots that are not released count as available too."""
    return [StockLine(*row) for row in _rows(_BY_PRODUCT)]


def stock_by_supplier() -> list[StockLine]:
    """Every supplier, by name."""
    return [StockLine(*row) for row in _rows(_BY_SUPPLIER)]


def stock_by_lot(product_id: UUID) -> list[LotStock]:
    """The lots of one product, earliest expiry first."""
    return [LotStock(*row) for row in _rows(_BY_LOT, product=product_id)]


@within(PLATFORM)  # How many there are, and nothing of whose: an enterprise plans with it and sees no code.
def stock_available(product_ids: Iterable[UUID], *, on: date | None = None) -> dict[UUID, int]:
    """
    How many codes of each product may be given out: available, in released lots. A product without any is 0.

    ``on``  a day: codes that have fewer days left than their product asks for are not counted.
    """
    wanted = list(product_ids)
    return dict.fromkeys(wanted, 0) | dict(_rows(_AVAILABLE, products=wanted, day=on))


@within(PLATFORM)  # A number of a whole lot.
def codes_shown(lot_id: UUID) -> int:
    """How many codes of a lot somebody was shown, those among them that were taken back since."""
    # Each state has an index of its own: one count over both would read the rows of the lot.
    shown = Code.objects.filter(lot_id=lot_id, revealed_at__isnull=False)
    return sum(shown.filter(state=state).count() for state in (CodeState.ISSUED, CodeState.VOID))


def _rows(query: str, **facts: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, facts)  # type: ignore[arg-type]  # The stubs do not know lists of ids.
        return cursor.fetchall()

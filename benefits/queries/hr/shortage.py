"""Whether what a spreadsheet would grant can be delivered from what is in stock now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from benefits.models import Batch
from common.clock import day_of
from common.scope import PLATFORM, within
from supply.queries import stock_available

# Enough to know that it is short: of more grants than these that wait to be claimed, the rest is not counted.
_MOST = 200_000

# A bundle's parts to choose from are left out: nobody knows yet what will be chosen.
_WANTED = """
WITH parts (benefit_id, product_id, each) AS (
    SELECT id, product_id, 1 FROM benefits_benefit WHERE kind = 'code' AND product_id IS NOT NULL
    UNION ALL SELECT part.bundle_id, b.product_id, part.quantity
    FROM benefits_bundlepart part JOIN benefits_benefit b ON b.id = part.benefit_id AND b.kind = 'code' WHERE NOT part.is_optional
), asked AS (
    SELECT p.product_id, sum(r.quantity * p.each) AS pieces FROM benefits_batchrow r JOIN parts p ON p.benefit_id = r.benefit_id
    WHERE r.batch_id = %(batch)s AND r.outcome = 'good' GROUP BY p.product_id
), promised AS (
    SELECT a.product_id, sum(g.quantity * p.each) AS pieces FROM asked a JOIN parts p ON p.product_id = a.product_id
    CROSS JOIN LATERAL (
        SELECT quantity FROM benefits_grant WHERE benefit_id = p.benefit_id AND state IN ('scheduled', 'claimable') LIMIT %(most)s) AS g
    GROUP BY a.product_id
)
SELECT a.product_id, s.name, a.pieces, COALESCE(p.pieces, 0) FROM asked a
JOIN supply_product s ON s.id = a.product_id LEFT JOIN promised p ON p.product_id = a.product_id ORDER BY s.name
"""


@dataclass(frozen=True, slots=True)
class Shortage:
    """One product of codes: how many pieces of a batch nothing is in stock for, after all that was promised before."""

    product: str
    missing: int


@within(PLATFORM)
def shortages_of(batch: Batch, *, at: datetime) -> list[Shortage]:
    """
    What would be missing if this batch were granted now; stock and promises are everybody's. Two queries.

    A grant above the stock is no mistake: it is claimed when codes were bought, and operators see what is missing. But whoever
    gives it should know, and does not learn here how much others were promised.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WANTED, {"batch": batch.id, "most": _MOST})
        wanted: list[tuple[UUID, str, int, int]] = cursor.fetchall()
    if not wanted:
        return []
    there = stock_available([product for product, *_rest in wanted], on=day_of(at, settings.TIME_ZONE))
    short = [(name, int(asked - max(0, there[product] - promised))) for product, name, asked, promised in wanted]
    return [Shortage(name, missing) for name, missing in short if missing > 0]

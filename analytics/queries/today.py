"""What an operator should know this morning: the day's figures, and what waits for somebody. Counts stop at a hundred thousand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from common.clock import day_of, start_of_day

MOST = 100_000
_LATE_AFTER = timedelta(minutes=30)

_HAPPENED = """
SELECT count(*) FILTER (WHERE kind = 'grant.issued'), count(*) FILTER (WHERE kind = 'grant.claimed'),
       count(*) FILTER (WHERE kind = 'redemption.fulfilled'), count(*) FILTER (WHERE kind = 'redemption.failed')
FROM common_event WHERE at >= %(since)s AND kind IN ('grant.issued', 'grant.claimed', 'redemption.fulfilled', 'redemption.failed')
"""
_TO_CLAIM = f"SELECT count(*) FROM (SELECT 1 FROM benefits_grant WHERE state IN ('scheduled', 'claimable') LIMIT {MOST}) AS counted"
_WAITING = """
SELECT (SELECT count(*) FROM common_fence WHERE is_up),
       (SELECT count(*) FROM supply_topup WHERE state = 'unknown' OR (state = 'processing' AND escalated_at IS NOT NULL)),
       (SELECT count(*) FROM supply_topup WHERE state IN ('unknown', 'processing') AND escalated_at IS NOT NULL),
       (SELECT count(*) FROM supply_topup WHERE state IN ('created', 'submitting') AND created_at < %(late)s),
       (SELECT count(*) FROM supply_lot WHERE state = 'quarantined' AND frozen_at IS NULL),
       (SELECT count(*) FROM supply_lot WHERE frozen_at IS NOT NULL),
       (SELECT count(*) FROM redemption_complaint WHERE state = 'open'),
       (SELECT count(*) FROM supply_intake WHERE state = 'ready'),
       (SELECT count(*) FROM supply_callback WHERE state = 'conflict' AND received_at >= %(since)s),
       (SELECT count(*) FROM common_job WHERE state = 'failed' AND finished_at >= %(since)s),
       (SELECT count(*) FROM benefits_batch WHERE state = 'failed' AND created_at >= %(since)s),
       (SELECT count(*) FROM supply_stockalert WHERE cleared_at IS NULL),
       (SELECT count(*) FROM supply_supplier WHERE balance_unexplained_minor > 0),
       (SELECT count(*) FROM supply_supplier WHERE balance_is_low),
       (SELECT count(*) FROM django_celery_beat_periodictask WHERE NOT enabled)
       + (SELECT count(*) FROM unnest(%(tasks)s::text[]) AS wanted (task)
          WHERE NOT EXISTS (SELECT 1 FROM django_celery_beat_periodictask kept WHERE kept.task = wanted.task))
"""
# Without these the platform looks after nothing. Their rows were made with the tables.
_TASKS = ["common.sweep", "common.make_partitions", "analytics.prove"]
_LOW_BUDGETS = """
SELECT count(*) FROM benefits_budget b WHERE b.state = 'open' AND EXISTS (
    SELECT 1 FROM common_account a WHERE a.owner_type = 'budget' AND a.owner_id = b.id AND a.unit = b.unit
    HAVING COALESCE(sum(a.balance) FILTER (WHERE a.name = 'available'), 0) * 100
           < b.low_percent * COALESCE(sum(a.balance) FILTER (WHERE a.name IN ('available', 'reserved', 'spent')), 0))
"""
_SHELVES = f"""
WITH wanted AS (
    SELECT f.product_id, sum(g.quantity * f.each) AS pieces FROM (
        SELECT benefit_id, quantity FROM benefits_grant WHERE state IN ('scheduled', 'claimable') LIMIT {MOST}) AS g
    JOIN benefits_benefit b ON b.id = g.benefit_id
    CROSS JOIN LATERAL (
        SELECT b.product_id, 1 AS each WHERE b.product_id IS NOT NULL
        UNION ALL SELECT p.product_id, part.quantity FROM benefits_bundlepart part JOIN benefits_benefit p ON p.id = part.benefit_id
        WHERE part.bundle_id = b.id AND NOT part.is_optional AND p.product_id IS NOT NULL) AS f
    GROUP BY f.product_id
), held AS (
    SELECT l.product_id, count(*) AS pieces FROM supply_lot l JOIN supply_code c ON c.lot_id = l.id AND c.state = 'available'
    WHERE l.state = 'released' GROUP BY l.product_id
)
SELECT p.id, p.name, p.sku, COALESCE(h.pieces, 0), COALESCE(w.pieces, 0)
FROM supply_product p LEFT JOIN held h ON h.product_id = p.id LEFT JOIN wanted w ON w.product_id = p.id
WHERE p.kind = 'code' AND (w.pieces IS NOT NULL OR h.pieces IS NOT NULL)
ORDER BY COALESCE(h.pieces, 0) - COALESCE(w.pieces, 0), p.sku
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened since the day began, and what is open."""

    issued: int
    claimed: int
    delivered: int
    failed: int
    to_claim: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody, each a number of rows."""

    fences_up: int
    unknown: int
    with_a_person: int
    not_sent: int
    quarantined: int
    frozen: int
    complaints: int
    to_decide: int
    conflicts: int
    jobs_failed: int
    batches_failed: int
    stock_low: int
    balances_unexplained: int
    balances_low: int
    tasks_off: int
    low_budgets: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """One product's codes on hand, against what members may claim of it."""

    product_id: Any
    name: str
    sku: str
    on_hand: int
    promised: int

    @property
    def is_short(self) -> bool:
        return self.on_hand < self.promised

    @property
    def missing(self) -> int:
        return max(0, self.promised - self.on_hand)

    @property
    def covered_percent(self) -> int:
        return 100 if not self.promised else min(100, self.on_hand * 100 // self.promised)


def day_began(at: datetime) -> datetime:
    """When the platform's day began: operators share one time zone."""
    return start_of_day(day_of(at, settings.TIME_ZONE), settings.TIME_ZONE)


def figures(at: datetime) -> Figures:
    """Two queries: the day's events by the feed's own order, and what is open by its index."""
    issued, claimed, delivered, failed = _row(_HAPPENED, since=day_began(at))
    (to_claim,) = _row(_TO_CLAIM)
    return Figures(issued, claimed, delivered, failed, to_claim)


def waiting(at: datetime) -> Waiting:
    """Two queries, on indexes of what is open."""
    counted = _row(_WAITING, since=day_began(at), late=at - _LATE_AFTER, tasks=_TASKS)
    return Waiting(*counted, *_row(_LOW_BUDGETS))


def shelves() -> list[Shelf]:
    """Products that are codes, the shortest first."""
    with connection.cursor() as cursor:
        cursor.execute(_SHELVES)
        return [Shelf(*row) for row in cursor.fetchall()]


def _row(query: str, **facts: Any) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, facts)
        row: tuple[int, ...] = cursor.fetchone()
    return row

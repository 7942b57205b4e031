"""How products stand against their reorder levels. Counted up to the level only, so that a full shelf costs nothing to look at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from supply.models import StockAlert, Supplier
from supply.rules.days import home_day
from supply.rules.stock import ASK_AGAIN_AFTER, UPSTREAM_IS_FRESH, is_low
from supply.states import SupplierState

_LEVELS = """
SELECT p.id, p.reorder_level, p.kind = 'code',
    (SELECT count(*) FROM (
        SELECT 1 FROM supply_lot l JOIN supply_code c ON c.lot_id = l.id AND c.state = 'available'
            AND (c.expires_on IS NULL OR c.expires_on >= %(day)s::date + p.minimum_days_left)
        WHERE l.product_id = p.id AND l.state = 'released' LIMIT p.reorder_level) AS counted),
    (SELECT sum(o.upstream_stock) FROM supply_offer o JOIN supply_supplier s ON s.id = o.supplier_id
        WHERE o.product_id = p.id AND o.is_active AND o.upstream_stock IS NOT NULL AND o.upstream_seen_at > %(fresh)s
            AND s.state = 'active' AND COALESCE(s.contract_starts_on, %(day)s) <= %(day)s AND COALESCE(s.contract_ends_on, %(day)s) >= %(day)s
            AND (o.starts_on IS NULL OR o.starts_on <= %(day)s) AND (o.ends_on IS NULL OR o.ends_on >= %(day)s))
FROM supply_product p WHERE p.reorder_level IS NOT NULL AND (%(product)s::uuid IS NULL OR p.id = %(product)s::uuid) ORDER BY p.sku
"""


@dataclass(frozen=True, slots=True)
class StockLevel:
    """One product with a reorder level. ``on_hand`` is counted up to the level; ``upstream`` is ``None`` where no supplier says."""

    product_id: UUID
    level: int
    is_counted: bool
    on_hand: int
    upstream: int | None

    @property
    def is_low(self) -> bool:
        return is_low(level=self.level, on_hand=self.on_hand, upstream=self.upstream, is_counted=self.is_counted)


def stock_levels(*, at: datetime, product_id: UUID | None = None) -> list[StockLevel]:
    """Every product with a reorder level, or the one asked for. One query."""
    facts = {"day": home_day(at), "fresh": at - UPSTREAM_IS_FRESH, "product": product_id}
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS, facts)
        return [StockLevel(*row) for row in cursor.fetchall()]


def open_alert(product_id: UUID) -> StockAlert | None:
    """The alert of a product that stands now."""
    return StockAlert.objects.filter(product_id=product_id, cleared_at=None).first()


def suppliers_to_ask(*, at: datetime) -> list[UUID]:
    """Suppliers with an API, of whose products somebody wants to know when they run low, and who were not asked lately."""
    rested = Q(stock_asked_at=None) | Q(stock_asked_at__lte=at - ASK_AGAIN_AFTER)
    watched = Supplier.objects.filter(
        rested, state=SupplierState.ACTIVE, offers__is_active=True, offers__product__reorder_level__isnull=False
    )
    return list(watched.exclude(connector="").exclude(base_url="").values_list("id", flat=True).distinct())

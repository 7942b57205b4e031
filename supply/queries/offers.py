"""From whom a product can be had, and which of its offers are live today."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from supply.models import Offer, Supplier
from supply.rules.buying import Standing
from supply.rules.days import home_day
from supply.rules.sourcing import Terms, why_not_live


@dataclass(frozen=True, slots=True)
class Source:
    """One supplier's SKU for a product. ``why_not`` is empty while it is live; costs are per piece in minor units."""

    id: UUID
    supplier: str
    supplier_sku: str
    kind: str
    face_value_minor: int
    cost_minor: int
    currency: str
    priority: int
    upstream_stock: int | None
    why_not: Promise | str


def standing_of(supplier: Supplier) -> Standing:
    """A supplier as the rules of buying see it."""
    return Standing(supplier.name, supplier.state, supplier.contract_starts_on, supplier.contract_ends_on)


def why_offer_rests(offer: Offer, *, at: datetime) -> Promise | str:
    """Why an offer is not live now, in words; empty while it is. Select ``supplier`` along with it."""
    return why_not_live(Terms(offer.is_active, offer.starts_on, offer.ends_on), standing_of(offer.supplier), today=home_day(at))


def sources_of(product_id: UUID, *, at: datetime) -> list[Source]:
    """Every offer for a product, in the order in which they are asked; those that are live first. One query."""
    offers = Offer.objects.filter(product_id=product_id).select_related("supplier", "product").order_by("priority", "cost_minor", "id")
    found = [_source(offer, at) for offer in offers]
    return sorted(found, key=lambda source: bool(source.why_not))


def _source(offer: Offer, at: datetime) -> Source:
    return Source(
        id=offer.id,
        supplier=offer.supplier.name,
        supplier_sku=offer.supplier_sku,
        kind=offer.product.get_kind_display(),
        face_value_minor=offer.product.face_value_minor,
        cost_minor=offer.cost_minor,
        currency=offer.currency,
        priority=offer.priority,
        upstream_stock=offer.upstream_stock,
        why_not=why_offer_rests(offer, at=at),
    )

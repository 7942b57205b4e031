"""Offers as the choice of a source sees them."""

from datetime import date

from supply.models import Offer
from supply.queries.offers import standing_of
from supply.rules.buying import is_buyable
from supply.rules.sourcing import Candidate


def candidate_of(offer: Offer, *, today: date) -> Candidate:
    """One offer with its supplier's standing. Select ``supplier`` along with it."""
    supplier = offer.supplier
    return Candidate(
        offer_id=offer.id,
        supplier_name=supplier.name,
        is_buyable=is_buyable(standing_of(supplier), today=today),
        has_connector=bool(supplier.connector and supplier.base_url),
        is_active=offer.is_active,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        minimum_quantity=offer.minimum_quantity,
        priority=offer.priority,
        cost_minor=offer.cost_minor,
    )

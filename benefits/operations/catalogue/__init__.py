"""The catalogue: listing, delisting, and new versions of terms."""

from benefits.operations.catalogue.listing import BenefitIncomplete, delist_benefit, list_benefit
from benefits.operations.catalogue.publish_terms import publish_terms
from benefits.operations.catalogue.seats import highest_seat_held, seats_are_held_in

__all__ = ["BenefitIncomplete", "delist_benefit", "highest_seat_held", "list_benefit", "publish_terms", "seats_are_held_in"]

"""The catalogue: listing, delisting, and new versions of terms."""

from benefits.operations.catalogue.listing import BenefitIncomplete, delist_benefit, list_benefit
from benefits.operations.catalogue.publish_terms import publish_terms

__all__ = ["BenefitIncomplete", "delist_benefit", "list_benefit", "publish_terms"]

"""Reads of top-ups for those who ordered them."""

from dataclasses import dataclass
from uuid import UUID

from supply.models import TopUp


@dataclass(frozen=True, slots=True)
class TopUpStatus:
    """Where a top-up is, and why it failed if it did."""

    state: str
    failure: str


def topup_status(topup_id: UUID) -> TopUpStatus:
    """The state of one top-up."""
    return TopUpStatus(*TopUp.objects.values_list("state", "failure").get(id=topup_id))


def account_of_topup(topup_id: UUID) -> str:
    """The account that a top-up was meant for, in the clear: for a delivery that is done again, never for a page."""
    return TopUp.objects.get(id=topup_id).account


def risk_of(topup: TopUp) -> int:
    """What the supplier may have taken for an order: what it said, else the most that it may ask. Both are for the whole order."""
    return topup.cost_minor if topup.cost_minor is not None else topup.max_cost_minor

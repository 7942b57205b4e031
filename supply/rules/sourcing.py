"""Which offer a top-up is ordered from, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Candidate:
    """One offer as the choice sees it. Costs are per piece in minor units."""

    offer_id: UUID
    supplier_name: str
    is_buyable: bool
    has_connector: bool
    is_active: bool
    starts_on: date | None
    ends_on: date | None
    minimum_quantity: int
    priority: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen offer and the reason, for the order's page."""

    offer_id: UUID
    why: str


def choose_source(candidates: Iterable[Candidate], *, quantity: int, today: date) -> Choice | None:
    """The first by priority, then by cost, of all offers that may be ordered from today; None when there is none."""
    usable = sorted((c for c in candidates if _is_usable(c, quantity, today)), key=lambda c: (c.priority, c.cost_minor, str(c.offer_id)))
    if not usable:
        return None
    first = usable[0]
    return Choice(first.offer_id, f"{first.supplier_name}: priority {first.priority}, cost {first.cost_minor}, {len(usable)} usable")


def _is_usable(candidate: Candidate, quantity: int, today: date) -> bool:
    if not (candidate.is_active and candidate.is_buyable and candidate.has_connector):
        return False
    if candidate.starts_on and today < candidate.starts_on:
        return False
    if candidate.ends_on and today > candidate.ends_on:
        return False
    return quantity >= candidate.minimum_quantity

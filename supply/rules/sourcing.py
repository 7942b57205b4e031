"""Which offer is ordered from, and why: one rule for top-ups and for codes. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from supply.rules.buying import Standing, is_buyable
from supply.states import SourceReason, SupplierState


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
    """The chosen offer and why: a stable code, with what it was decided by. It is put into words where somebody reads it."""

    offer_id: UUID
    reason: SourceReason
    facts: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Terms:
    """When an offer holds."""

    is_active: bool
    starts_on: date | None
    ends_on: date | None


def why_not_live(terms: Terms, supplier: Standing, *, today: date) -> Promise | str:
    """Why nothing can be bought by an offer today; empty while it is live. How it would be ordered, and how many, is not asked."""
    if not terms.is_active:
        return _("switched off")
    if supplier.state != SupplierState.ACTIVE:
        return _("its supplier is suspended")
    if not is_buyable(supplier, today=today):
        return _("its supplier is out of contract")
    if terms.starts_on and today < terms.starts_on:
        return _("not yet begun")
    return _("over") if terms.ends_on and today > terms.ends_on else ""


def choose_source(candidates: Iterable[Candidate], *, quantity: int, today: date) -> Choice | None:
    """The first by priority, then by cost, of all offers that may be ordered from today; None when there is none."""
    usable = sorted((c for c in candidates if _is_usable(c, quantity, today)), key=lambda c: (c.priority, c.cost_minor, str(c.offer_id)))
    if not usable:
        return None
    first = usable[0]
    facts: dict[str, str | int] = {
        "supplier": first.supplier_name,
        "priority": first.priority,
        "cost_minor": first.cost_minor,
        "usable": len(usable),
    }
    return Choice(first.offer_id, _reason(usable), facts)


def _reason(usable: Sequence[Candidate]) -> SourceReason:
    if len(usable) == 1:
        return SourceReason.ONLY_ONE
    first, second = usable[:2]
    if first.priority < second.priority:
        return SourceReason.PRIORITY
    return SourceReason.CHEAPEST if first.cost_minor < second.cost_minor else SourceReason.OLDEST


def _is_usable(candidate: Candidate, quantity: int, today: date) -> bool:
    if not (candidate.is_active and candidate.is_buyable and candidate.has_connector):
        return False
    if candidate.starts_on and today < candidate.starts_on:
        return False
    if candidate.ends_on and today > candidate.ends_on:
        return False
    return quantity >= candidate.minimum_quantity

"""What was promised with one item of a grant: as its terms stood when it was given, whatever they say now."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from benefits.models import Benefit, Grant, Terms
from benefits.rules.serials import DEFAULT_PATTERN, drawn


@dataclass(frozen=True, slots=True)
class Promise:
    """
    What delivering an item of a kind of our own needs to know.

    ``seats`` is the event's own figure as it is now: how many there are is no promise, but a fact of the hall.
    """

    specifics: Mapping[str, Any]
    use_days: int | None
    use_until: date | None
    seats: int | None

    @property
    def ends_at(self) -> datetime | None:
        """When the event is over; ``None`` for what is no event, or whose terms are older than that field."""
        said = self.specifics.get("ends_at")
        return datetime.fromisoformat(said) if said else None

    @property
    def uses(self) -> int:
        return int(self.specifics.get("uses", 1))

    @property
    def is_shared(self) -> bool:
        return bool(self.specifics.get("is_shared"))

    def new_serial(self) -> str:
        """A code for one copy of a coupon, from the system's secure source; the one that everybody has, where it is shared."""
        return drawn(str(self.specifics.get("serial_pattern") or DEFAULT_PATTERN), secrets.choice)


def promise_of(grant: Grant, benefit_id: UUID) -> Promise:
    """The promise for the grant's own benefit, or for a part of its bundle. Two queries."""
    terms = _terms(grant, benefit_id)
    seats = Benefit.objects.values_list("seats", flat=True).get(id=benefit_id)
    if terms is None:
        return Promise({}, None, None, seats)
    return Promise(terms.specifics, terms.use_days, terms.use_until, seats)


def _terms(grant: Grant, benefit_id: UUID) -> Terms | None:
    wanted = Terms.objects.only("specifics", "use_days", "use_until")
    if benefit_id == grant.benefit_id:
        return wanted.get(id=grant.terms_id)
    of_part = wanted.filter(benefit_id=benefit_id)
    return of_part.filter(created_at__lte=grant.created_at).order_by("-version").first() or of_part.order_by("version").first()

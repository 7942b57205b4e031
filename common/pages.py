"""Pages of long lists by key: as quick at the millionth row as at the first, and no row twice when new ones arrive."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row")
Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: after a key in the list's order, or before it. ``key`` of None is the beginning."""

    size: int
    key: Any = None
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page, and the keys from which the ones beside it continue; None at the ends."""

    rows: list[Row]
    next_key: Any = None
    previous_key: Any = None

    def of(self, shape: "Callable[[Row], Shape]") -> "Page[Shape]":
        """The same page of other things."""
        return Page([shape(row) for row in self.rows], self.next_key, self.previous_key)


def numbered(text: str) -> int | None:
    """The number of a row as an address has it; None for whatever no row's number looks like."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


Kept = TypeVar("Kept", bound=Model)


def page_at(place: Place, rows: "QuerySet[Kept]", *, order: str) -> "Page[Kept]":
    """
    The page of ``rows`` at a place; one query. ``order`` names one unique column, with ``-`` for the highest first.

    One row more than the page holds is read: it tells whether there is another page.
    """
    column, descends = order.removeprefix("-"), order.startswith("-") != place.is_before
    if place.key is not None:
        rows = rows.filter(**{f"{column}__{'lt' if descends else 'gt'}": place.key})
    found = list(rows.order_by(f"-{column}" if descends else column)[: place.size + 1])
    goes_on, shown = len(found) > place.size, found[: place.size]
    if place.is_before:
        shown.reverse()
    has_next = place.is_before or goes_on
    has_previous = goes_on if place.is_before else place.key is not None
    return Page(
        shown,
        next_key=getattr(shown[-1], column) if shown and has_next else None,
        previous_key=getattr(shown[0], column) if shown and has_previous else None,
    )

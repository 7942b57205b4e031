"""What other houses add to a row's page on the operators' console: a house shows what those above it know of its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """One piece of a page: a template with its context."""

    template: str
    context: dict[str, Any]


Maker = Callable[[HttpRequest, UUID], Panel | None]
_makers: dict[str, list[Maker]] = {}


def add_panel(noun: str) -> Callable[[Maker], Maker]:
    """Let ``maker(request, id)`` add a piece to the page of every row of ``supply.lot``, say; none where the reader is to see none."""

    def add(maker: Maker) -> Maker:
        _makers.setdefault(noun, []).append(maker)
        return maker

    return add


def panels_of(noun: str, request: HttpRequest, row_id: UUID) -> list[Panel]:
    """All pieces, in the order in which they were added."""
    made = (make(request, row_id) for make in _makers.get(noun, []))
    return [panel for panel in made if panel is not None]

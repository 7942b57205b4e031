"""What other houses add to a member's page, a piece of it and lines of its story, and to the preview of a roster with leavers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from common.console.story import Line


@dataclass(frozen=True, slots=True)
class Panel:
    """One piece of the page: a template with its context, and what happened as this house tells it."""

    template: str
    context: dict[str, Any]
    story: list[Line] = field(default_factory=list)


Maker = Callable[[HttpRequest, UUID], Panel]
_makers: list[Maker] = []
_of_leavers: list[Maker] = []


def add_panel(maker: Maker) -> Maker:
    """Let ``maker(request, member_id)`` add a piece to every member's page; the member is the reader's to see."""
    _makers.append(maker)
    return maker


def panels(request: HttpRequest, member_id: UUID) -> list[Panel]:
    """All pieces, in the order in which they were added."""
    return [make(request, member_id) for make in _makers]


def add_leavers_panel(maker: Maker) -> Maker:
    """Let ``maker(request, roster_id)`` say on a roster's preview what its leavers lose; the roster is the reader's to see."""
    _of_leavers.append(maker)
    return maker


def leavers_panels(request: HttpRequest, roster_id: UUID) -> list[Panel]:
    """All that is said of the leavers of a roster."""
    return [make(request, roster_id) for make in _of_leavers]

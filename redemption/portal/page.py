"""Two ways to answer: a whole page, or to an open page only what has moved on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from redemption.portal.cookies import theme_of


def page(request: HttpRequest, template: str, *, at: datetime, status: int = 200, **context: Any) -> HttpResponse:
    """Render a template with the page's moment ``at``, the look, and its own context."""
    return render(request, f"portal/{template}", {"at": at, "theme": theme_of(request), **context}, status=status)


@dataclass(frozen=True, slots=True)
class Moving:
    """The part of a page that moves by itself: the element, its template, where to ask, what it shows, when to ask again."""

    element: str
    template: str
    url: str
    stamp: str
    poll_seconds: int | None


def moving_page(request: HttpRequest, template: str, moving: Moving, *, at: datetime, status: int = 200, **context: Any) -> HttpResponse:
    """A page with a part that moves. Asked by the page itself, that part alone, and only if it has moved."""
    is_poll = bool(request.headers.get("HX-Request"))
    context |= {"moving": moving, "poll_seconds": moving.poll_seconds, "has_moved": request.GET.get("seen") != moving.stamp}
    return page(request, "parts/moved.html" if is_poll else template, at=at, status=status, **context)

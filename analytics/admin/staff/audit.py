"""The trail of changes: who changed which state, rule, price or right, when, from what to what."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import pgettext

from analytics.queries.audit import Asked, changes, is_made_outside
from common.console import ops_site
from common.console.trail import Step, steps_of
from common.console.words import NOUNS
from common.feed import TrailEntry

RIGHT = "common.view_event"
_NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), 2**62)


@dataclass(frozen=True, slots=True)
class Change:
    """One line: what happened, and the fields that it changed, each before and after."""

    step: Step
    subject_id: UUID
    is_made_outside: bool
    fields: list[tuple[str, str, str]]

    @property
    def tail(self) -> str:
        return str(self.subject_id)[-8:]


def audit_page(request: HttpRequest) -> HttpResponse:
    """Searched by what it is about, by person, by noun and by days; newest first, fifty at a time."""
    if not ops_site.may(request, RIGHT):
        raise PermissionDenied
    given = {name: request.GET.get(name, "").strip() for name in ("about", "person", "noun", "from", "to", "outside")}
    people = list(get_user_model().objects.order_by("username").values_list("pk", "username")[:500])
    asked = _asked(given)
    page = changes(asked, before=_place(request.GET.get("before", "")))
    steps = steps_of([_without_fields(entry) for entry in page.entries])
    context = {
        **ops_site.each_context(request),
        "title": pgettext("audit", "Changes"),
        "given": given,
        "people": [(str(pk), name) for pk, name in people],
        "nouns": sorted(((noun, str(words)) for noun, words in NOUNS.items()), key=lambda pair: pair[1]),
        "lines": [
            Change(step, entry.subject_id, is_made_outside(entry.actor), _fields(entry))
            for step, entry in zip(steps, page.entries, strict=True)
        ],
        "older": urlencode({**given, "before": f"{page.older[0].isoformat()}~{page.older[1]}"}) if page.older else "",
    }
    return TemplateResponse(request, "console/staff/audit.html", context)


def _asked(given: dict[str, str]) -> Asked:
    return Asked(
        subject_id=_id(given["about"]),
        person_id=_id(given["person"]),
        noun=given["noun"] if given["noun"] in NOUNS else "",
        made_outside=bool(given["outside"]),
        since=_day(given["from"]),
        until=_day(given["to"], days=1),
    )


def _fields(entry: TrailEntry) -> list[tuple[str, str, str]]:
    before, after = entry.data.get("before"), entry.data.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    pairs = [(name, _text(before.get(name)), _text(after.get(name))) for name in sorted({*before, *after})]
    return [pair for pair in pairs if pair[1] != pair[2]]  # What a new row leaves empty says nothing.


def _without_fields(entry: TrailEntry) -> TrailEntry:
    """The changed fields stand in a table of their own."""
    data = {name: value for name, value in entry.data.items() if name not in ("before", "after")}
    return TrailEntry(
        entry.at,
        entry.kind,
        entry.subject_type,
        entry.subject_id,
        entry.before,
        entry.after,
        entry.actor,
        entry.reason,
        entry.request_id,
        data,
    )


def _text(value: Any) -> str:
    if value in (None, "", [], {}):
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _day(text: str, *, days: int = 0) -> datetime | None:
    try:
        day = parse_date(text)
        return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()) + timedelta(days=days) if day else None
    except (ValueError, OverflowError):  # The last day of all has none after it.
        return None


def _place(text: str) -> tuple[datetime, int]:
    moment, _tilde, number = text.partition("~")
    try:
        return datetime.fromisoformat(moment), int(number)
    except ValueError:
        return _NEWEST


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


ops_site.add_page("changes/", audit_page, name="audit")

"""The life of one thing as the feed tells it: a page under every row of the consoles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common.console.duty_words import duty_in_words
from common.console.names import names_within
from common.console.tones import TONES
from common.console.words import actor_in_words, fact_in_words, in_words, kind_in_words, why_in_words
from common.feed import TrailEntry, feed_id, trail_of


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a trail, ready to be read."""

    at: datetime
    kind: str
    title: str
    move: str
    who: str
    reason: str
    tone: str
    facts: dict[str, str]


def steps_of(entries: Sequence[TrailEntry], *, enterprise_id: UUID | None = None) -> list[Step]:
    """
    Trail entries with the names of the people in them; one query for all the names.

    ``enterprise_id`` writes them for that enterprise: operators of the platform are not named to it.
    """
    actors = {entry.actor for entry in entries}
    names = _names(actors) if enterprise_id is None else names_within(enterprise_id, actors)
    return [_step(entry, names) for entry in entries]


def trail_page(admin: Any, request: HttpRequest, obj: Any) -> HttpResponse:
    """The trail of one row."""
    entries = trail_of([(admin.feed_noun, feed_id(admin.feed_noun, obj.pk))])
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Trail"),
        "opts": admin.opts,
        "original": obj,
        "steps": steps_of(entries, enterprise_id=admin.reader_enterprise(request)),
    }
    return TemplateResponse(request, "console/trail.html", context)


def _step(entry: TrailEntry, names: dict[str, str]) -> Step:
    return Step(
        at=entry.at,
        kind=entry.kind,
        title=kind_in_words(entry.kind),
        move=f"{in_words(entry.before)} → {in_words(entry.after)}" if entry.before else "",
        who=names.get(entry.actor) or actor_in_words(entry.actor),
        reason=entry.reason,
        tone=TONES.get(entry.after, ""),
        facts={fact_in_words(name): _fact(name, value) for name, value in entry.data.items() if value not in (None, "")},
    )


def _fact(name: str, value: Any) -> str:
    if name == "what":
        return duty_in_words(str(value))
    return why_in_words(str(value)) if name == "failure" else _short(value)


def _short(value: Any) -> str:
    """An id by its end: whole ones bury the line; the pages that they mean are linked beside the trail."""
    if isinstance(value, list):
        return ", ".join(map(_short, value))
    text = str(value)
    return f"…{text[-8:]}" if _is_id(text) else text


def _names(actors: set[str]) -> dict[str, str]:
    ids = {actor: actor.partition(":")[2] for actor in actors if actor.startswith("user:")}
    users = get_user_model().objects.filter(pk__in=[i for i in ids.values() if _is_id(i)])
    found = {str(user.pk): user.get_full_name() or user.get_username() for user in users}
    return {actor: found[user_id] for actor, user_id in ids.items() if user_id in found}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

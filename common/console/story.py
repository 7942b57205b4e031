"""A trail for an enterprise's eyes: what happened in plain words, by whom as far as they may know, and never what was given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.actors import parse_actor
from common.console.names import names_within
from common.console.tones import TONES
from common.feed import TrailEntry

Title = Callable[[TrailEntry], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. ``about`` names the thing where a page tells of several, ``address`` leads to it."""

    at: datetime
    title: str
    who: str
    reason: str
    tone: str
    about: str = ""
    address: str = ""


def told(enterprise_id: UUID, entries: Iterable[TrailEntry], title: Title) -> list[Line]:
    """
    The entries in words, oldest first. An entry without a title is left out.

    A reason is shown where a person of the enterprise gave it; those of the platform are its own affair.
    """
    kept = [(entry, title(entry)) for entry in entries]
    names = names_within(enterprise_id, {entry.actor for entry, _title in kept})
    return [
        Line(
            at=entry.at,
            title=words,
            who=names[entry.actor],
            reason=entry.reason if _is_person(entry.actor) else "",
            tone=TONES.get(entry.after, ""),
        )
        for entry, words in kept
        if words
    ]


def _is_person(actor: str) -> bool:
    return parse_actor(actor).kind == "user"

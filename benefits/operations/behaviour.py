"""Taking behaviour from an enterprise's own systems: who is meant, what is new, what can't be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.actors import Actor
from common.feed.outside import Behaviour, take_behaviour
from common.sheets.reasons import sentence
from members.queries.referred import members_referred

# Clocks differ a little.
AHEAD = timedelta(minutes=5)
_SENTENCES = {"occurred_in_the_future": _("This lies in the future. Send it when it has happened.")}


@dataclass(frozen=True, slots=True)
class Reported:
    """One event as a program reports it. ``member`` holds ``staff_no``, ``external_id``, ``phone`` or ``email``."""

    kind: str
    member: Mapping[str, str]
    key: str
    occurred_at: datetime
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """One event that was refused: its place in what was sent (the first is 0), its key, a stable code and a sentence."""

    index: int
    key: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of all events."""

    accepted: int
    duplicate: int
    refused: list[NotTaken]


def report_behaviour(enterprise_id: UUID, events: Sequence[Reported], *, by: Actor, at: datetime) -> Taken:
    """
    Take the events of one call, each on its own: a bad one does not hold up the others.

    Replays  an event whose key came before is counted as a duplicate.
    """
    people = members_referred(enterprise_id, [event.member for event in events])
    good: list[Behaviour] = []
    refused: list[NotTaken] = []
    for index, (event, person) in enumerate(zip(events, people, strict=True)):
        code = person.refusal or ("occurred_in_the_future" if event.occurred_at > at + AHEAD else "")
        if code or person.member_id is None:
            refused.append(NotTaken(index, event.key, code, _sentence(code, event)))
        else:
            good.append(Behaviour(event.key, event.kind, person.member_id, event.occurred_at, event.data))
    accepted = take_behaviour(enterprise_id, good, by=by, at=at) if good else 0
    return Taken(accepted, len(good) - accepted, refused)


def _sentence(code: str, event: Reported) -> str:
    if code in _SENTENCES:
        return str(_SENTENCES[code])
    return sentence(code, {"given": next(iter(event.member.values()), "…")})

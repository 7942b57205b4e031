"""Reading one thing's life, for the pages that show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5
from typing import Any
from uuid import UUID

from common.feed.models import Event


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One line of a trail."""

    at: datetime
    kind: str
    subject_type: str
    subject_id: UUID
    before: str
    after: str
    actor: str
    reason: str
    request_id: str
    data: dict[str, Any]


def feed_id(noun: str, key: UUID | int) -> UUID:
    """The id of a row in the feed. Tables of libraries count theirs, which the database writes as the print of noun and number."""
    return key if isinstance(key, UUID) else UUID(md5(f"{noun}:{key}".encode(), usedforsecurity=False).hexdigest())


def trail_of(subjects: Iterable[tuple[str, UUID]], *, limit: int = 500) -> list[TrailEntry]:
    """All events of the named things, oldest first. Two queries at most, however many the subjects."""
    wanted: dict[str, list[UUID]] = {}
    for noun, row_id in subjects:
        wanted.setdefault(noun, []).append(row_id)
    events = Event.objects.filter(subject_id__in=[i for ids in wanted.values() for i in ids]).order_by("at", "id")[:limit]
    return [
        TrailEntry(e.at, e.kind, e.subject_type, e.subject_id, e.before, e.after, e.actor, e.reason, e.request_id, e.data)
        for e in events
        if e.subject_id in wanted.get(e.subject_type, ())
    ]

"""One member's timeline: everything that happened to them, of every house, the newest first."""

from dataclasses import dataclass
from uuid import UUID

from common.feed import TrailEntry
from common.feed.models import Event

PAGE = 60


@dataclass(frozen=True, slots=True)
class Timeline:
    """Some events, and the id to ask on from, if there are older ones."""

    entries: list[TrailEntry]
    older: int | None


def timeline_of(member_id: UUID, *, noun: str = "", before: int | None = None) -> Timeline:
    """
    A page of the timeline, of one noun or of all. One query, by the feed's index of members.

    ``before`` the ``older`` of the page above.
    """
    events = Event.objects.filter(member_id=member_id).order_by("-id")
    if noun:
        events = events.filter(subject_type=noun)
    if before is not None:
        events = events.filter(id__lt=before)
    found = list(events[: PAGE + 1])
    shown = found[:PAGE]
    return Timeline([_entry(event) for event in shown], shown[-1].id if len(found) > PAGE else None)


def _entry(event: Event) -> TrailEntry:
    return TrailEntry(
        at=event.at,
        kind=event.kind,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        before=event.before,
        after=event.after,
        actor=event.actor,
        reason=event.reason,
        request_id=event.request_id,
        data=event.data,
    )

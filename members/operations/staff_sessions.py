"""Staff's sessions: each browser that is signed in is known to its owner, who can end it from any other."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.db import transaction

from common.actors import Actor
from common.feed import note, sign
from common.refusals import NotFound
from common.scope import PLATFORM, within
from members.models.staff_session import StaffSession


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is signed in: whose session, since when, and from where it comes."""

    user_id: UUID
    key: str
    began_at: datetime
    device: str
    address: str | None
    device_mark: str = ""


@within(PLATFORM)  # Whose sessions they are is asked at any address.
def follow_session(visit: Visit, *, at: datetime) -> None:
    """
    Keep where a session is, and when it was last seen. Asked at its first request, then once a minute.

    Replays  the first requests of a browser, which come together, are one session.
    """
    seen = {"device": visit.device, "address": visit.address, "seen_at": at}
    if visit.device_mark:  # A browser that was at the portal once stays one.
        seen["device_mark"] = visit.device_mark
    if not StaffSession.objects.filter(session_key=visit.key).update(**seen):
        given = {"user_id": visit.user_id, "created_at": visit.began_at, **seen}
        StaffSession.objects.get_or_create(session_key=visit.key, defaults=given)


@within(PLATFORM)
@transaction.atomic
def end_staff_session(*, session_id: UUID, user_id: UUID, by: Actor, at: datetime) -> None:
    """
    End one session of a person: its next request is nobody's.

    Replays  one that has ended stays as it is.

    :raises NotFound: no such session of theirs.
    """
    session = StaffSession.objects.select_for_update().filter(id=session_id, user_id=user_id).first()
    if session is None:
        raise NotFound
    if session.ended_at is None:
        _end([session], user_id, by, at)


@within(PLATFORM)
@transaction.atomic
def end_other_sessions(*, user_id: UUID, key: str, by: Actor, at: datetime) -> int:
    """End every session of a person but the one of ``key``; returns how many."""
    others = StaffSession.objects.select_for_update().filter(user_id=user_id, ended_at=None).exclude(session_key=key)
    sessions = list(others.order_by("id"))
    if sessions:
        _end(sessions, user_id, by, at)
    return len(sessions)


@within(PLATFORM)
def note_signed_out(*, key: str, at: datetime) -> None:
    """A session that ended by itself, or by its owner in that browser."""
    StaffSession.objects.filter(session_key=key, ended_at=None).update(ended_at=at)


def _end(sessions: list[StaffSession], user_id: UUID, by: Actor, at: datetime) -> None:
    sign(by)
    kept = import_module(settings.SESSION_ENGINE).SessionStore()
    for session in sessions:
        kept.delete(session.session_key)
    StaffSession.objects.filter(id__in=[session.id for session in sessions]).update(ended_at=at)
    note("user.session_ended", subject=("user", user_id), data={"number": len(sessions)})

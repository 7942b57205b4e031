"""Where somebody of the staff is signed in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session

from common.scope import PLATFORM, within
from members.models.staff_session import StaffSession
from members.rules.staff_sessions import IDLE, LONGEST


@dataclass(frozen=True, slots=True)
class SignedInAt:
    """One live session as its owner sees it; ``is_here`` is the one that asks."""

    id: UUID
    device: str
    address: str | None
    created_at: datetime
    seen_at: datetime
    is_here: bool


@within(PLATFORM)  # The sessions themselves are no enterprise's.
def staff_sessions_of(user_id: UUID, *, key: str, at: datetime) -> list[SignedInAt]:
    """A person's live sessions: this one, then the one seen last."""
    live = StaffSession.objects.filter(user_id=user_id, ended_at=None, seen_at__gt=at - IDLE, created_at__gt=at - LONGEST)
    # What lost its key to a new sign-in in the same browser is nothing that could be ended.
    kept = live.filter(session_key__in=Session.objects.values("session_key"))
    rows = kept.order_by("-seen_at", "-id")
    found = [SignedInAt(s.id, s.device, s.address, s.created_at, s.seen_at, s.session_key == key) for s in rows]
    return sorted(found, key=lambda session: not session.is_here)

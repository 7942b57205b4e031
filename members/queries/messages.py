"""Messages that wait, and messages that were sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from members.models.message import SentMessage


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """One message in the demo's inbox."""

    id: UUID
    channel: str
    to: str
    subject: str
    text: str
    sent_at: datetime


def newest_messages(*, limit: int = 200) -> list[InboxMessage]:
    """Messages that were sent to somebody, newest first. For the demo's inbox alone: nothing is masked."""
    sent = SentMessage.objects.filter(is_decoy=False, sent_at__isnull=False).order_by("-created_at", "-id")[:limit]
    return [InboxMessage(m.id, m.channel, m.to, m.subject, m.text, m.sent_at) for m in sent if m.sent_at]


def due_messages(at: datetime, *, limit: int = 400) -> list[UUID]:
    """Messages that nobody was rung for, whose bell was lost or whose pause is over, oldest first."""
    due = SentMessage.objects.filter(due_at__lte=at).order_by("due_at").values_list("id", flat=True)
    return list(due[:limit])

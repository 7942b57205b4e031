"""The exports of one person: each theirs alone, while it is kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from members.models.export import Export


@dataclass(frozen=True, slots=True)
class About:
    """Whose rows are exported, and which: one thing's, or those with these ids, 16 bytes each."""

    enterprise_id: UUID
    subject_id: UUID | None
    wanted: bytes


def export_of(export_id: UUID, *, enterprise_id: UUID, user_id: UUID, at: datetime) -> Export | None:
    """One export; a foreign, a missing and an expired one look the same."""
    return _kept(enterprise_id, user_id, at).filter(id=export_id).first()


def exports_of(*, enterprise_id: UUID, user_id: UUID, at: datetime) -> list[Export]:
    """What a person may take away or waits for, the newest first."""
    return list(_kept(enterprise_id, user_id, at).order_by("-id")[:100])


def _kept(enterprise_id: UUID, user_id: UUID, at: datetime) -> QuerySet[Export]:
    mine = Export.objects.filter(enterprise_id=enterprise_id, asked_by_id=user_id, expires_at__gt=at)
    return mine.defer("wanted")

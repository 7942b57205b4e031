"""Complaints: what a member reads of theirs, and how many a lot has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from common.scope import PLATFORM, within
from redemption.models import Complaint, Redemption, Reveal
from redemption.states import ComplaintState
from supply.queries import codes_shown

COUNTED = (ComplaintState.OPEN, ComplaintState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class ComplaintFace:
    """One complaint as its member reads it. ``answer`` is why it was rejected; ``replaced_by`` the redemption with the new code."""

    state: str
    reason: str
    reason_words: str
    note: str
    answer: str
    created_at: datetime
    decided_at: datetime | None
    replaced_by: UUID | None


@dataclass(frozen=True, slots=True)
class LotComplaints:
    """How many complaints a lot has, of how many members, and how many of its codes were shown."""

    open: int
    confirmed: int
    rejected: int
    members: int
    shown: int

    @property
    def percent(self) -> float:
        """Of the codes that were shown, how many are complained about and not found good; 0 where none was shown."""
        return round((self.open + self.confirmed) * 100 / self.shown, 1) if self.shown else 0.0


def complaints_about(redemption_ids: Iterable[UUID]) -> dict[UUID, ComplaintFace]:
    """The complaints about these redemptions, those that have one. One query."""
    rows = Complaint.objects.filter(redemption_id__in=list(redemption_ids)).select_related("redemption__replaced_by")
    return {row.redemption_id: _face(row) for row in rows}


def was_shown_to(redemption_id: UUID, member_id: UUID) -> bool:
    """Whether the member has looked at the code of this redemption of theirs."""
    return Reveal.objects.filter(redemption_id=redemption_id, actor=f"member:{member_id}").exists()


@within(PLATFORM)  # A lot has members of many enterprises.
def complaining_members(lot_id: UUID, *, since: datetime) -> int:
    """How many members said since then that their code of this lot doesn't work, and were not told that it does."""
    said = Complaint.objects.filter(lot_id=lot_id, created_at__gte=since, state__in=COUNTED)
    return said.values("member_id").distinct().count()


@within(PLATFORM)
def complaints_of_lot(lot_id: UUID) -> LotComplaints:
    """All complaints about a lot since it came. Three queries."""
    states = {f"{state}_count": Count("id", filter=Q(state=state)) for state in ComplaintState}
    said = Complaint.objects.filter(lot_id=lot_id).aggregate(
        **states, members=Count("member_id", filter=Q(state__in=COUNTED), distinct=True)
    )
    return LotComplaints(said["open_count"], said["confirmed_count"], said["rejected_count"], said["members"], codes_shown(lot_id))


def _face(row: Complaint) -> ComplaintFace:
    successor: Redemption | None = getattr(row.redemption, "replaced_by", None)
    return ComplaintFace(
        state=row.state,
        reason=row.reason,
        reason_words=str(row.get_reason_display()),
        note=row.note,
        answer=row.answer,
        created_at=row.created_at,
        decided_at=row.decided_at,
        replaced_by=successor.id if successor else None,
    )

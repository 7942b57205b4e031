"""The history: everything that a member claimed, and what ended unclaimed, newest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from benefits.queries.faces import BenefitFace
from benefits.queries.portal import unclaimed_ends
from benefits.states import GrantState
from redemption.models import Redemption
from redemption.queries.faces import redemption_face, redemptions_with_faces

PAGE = 20
_LAST_ID = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """
    One line of the history. It leads to its redemption, or else to its grant.

    ``state`` is the redemption's, or the grant's where it says more: used, expired, taken back.
    """

    id: UUID
    at: datetime
    benefit: BenefitFace
    state: str
    redemption_id: UUID | None
    grant_id: UUID
    account_masked: str
    code_tail: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Up to twenty entries, and the last of them as the place to continue from, if there are more."""

    entries: list[HistoryEntry]
    older: HistoryEntry | None


def history_of(member_id: UUID, *, before: datetime, before_id: UUID = _LAST_ID) -> HistoryPage:
    """The twenty entries before a place in the history. Three queries."""
    found = [*_claimed(member_id, before, before_id), *_unclaimed(member_id, before, before_id)]
    found.sort(key=lambda entry: (entry.at, entry.id), reverse=True)
    shown = found[:PAGE]
    return HistoryPage(shown, shown[-1] if len(found) > PAGE else None)


def _claimed(member_id: UUID, before: datetime, before_id: UUID) -> list[HistoryEntry]:
    earlier = Q(created_at__lt=before) | Q(created_at=before, id__lt=before_id)
    rows = redemptions_with_faces().select_related("grant").filter(earlier, member_id=member_id)
    return [_redemption_entry(row) for row in rows.order_by("-created_at", "-id")[: PAGE + 1]]


def _redemption_entry(row: Redemption) -> HistoryEntry:
    face = redemption_face(row)
    state = GrantState.USED if face.is_delivered and row.grant.state == GrantState.USED else face.state
    return HistoryEntry(face.id, face.created_at, face.benefit, state, face.id, face.grant_id, face.account_masked, face.code_tail)


def _unclaimed(member_id: UUID, before: datetime, before_id: UUID) -> list[HistoryEntry]:
    grants = unclaimed_ends(member_id, before=before, before_id=before_id, limit=PAGE + 1)
    return [HistoryEntry(g.id, g.ended_at, g.benefit, g.state, None, g.id, "", "") for g in grants if g.ended_at]

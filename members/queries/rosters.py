"""Rosters and their rows, for the pages that show them."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from members.models.roster import Roster, RosterRow, RosterVerdict
from members.rules.roster_reasons import roster_sentence


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One row as it was written, what it does, and why not."""

    number: int
    shown: dict[str, str]
    verdict: str
    verdict_name: str
    codes: list[str]
    reasons: list[str]
    member_id: UUID | None


def roster_by_id(roster_id: UUID, *, enterprise_id: UUID | None = None) -> Roster | None:
    """One roster; ``None`` when missing, or of another enterprise than the one named."""
    rosters = Roster.objects.defer("sealed_content").filter(id=roster_id)
    return (rosters.filter(enterprise_id=enterprise_id) if enterprise_id else rosters).first()


def leavers_of(roster_id: UUID) -> QuerySet[RosterRow, UUID | None]:
    """The ids of the members whom a roster takes away: for a query of another house to look within."""
    return RosterRow.objects.filter(roster_id=roster_id, verdict=RosterVerdict.LEAVES, member_id__isnull=False).values_list(
        "member_id", flat=True
    )


def roster_lines(roster_id: UUID, *, verdict: str = "", offset: int = 0, limit: int = 50) -> list[RosterLine]:
    """One page of rows, in the order of the file; of one verdict, or of all."""
    rows = RosterRow.objects.filter(roster_id=roster_id)
    if verdict:
        rows = rows.filter(verdict=verdict)
    return [line_of(row) for row in rows.order_by("number")[offset : offset + limit]]


def line_of(row: RosterRow) -> RosterLine:
    """One row in words."""
    shown: dict[str, str] = json.loads(row.given)["shown"]
    return RosterLine(
        number=row.number,
        shown=shown,
        verdict=row.verdict,
        verdict_name=str(row.get_verdict_display()),
        codes=[reason["code"] for reason in row.reasons],
        reasons=[roster_sentence(reason, given=shown.get(reason.get("column", ""), "")) for reason in row.reasons],
        member_id=row.member_id,
    )

"""The rows of a roster as its page shows them, fifty at a time: who, what happens to them, what changes, what is wrong."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from common.sealed import mask_email, mask_phone
from common.sheets.explained import Explained, header
from members.models.identity import Identity
from members.models.member import Member
from members.models.roster import Roster, RosterRow, RosterVerdict
from members.rules.roster_columns import COLUMNS
from members.rules.roster_reasons import roster_sentence
from members.states import RosterState

PAGE = 50
_TITLES = {column.key: column for column in COLUMNS}
_MASKS: dict[str, Callable[[str], str]] = {"phone": mask_phone, "email": mask_email, "birthday": lambda text: f"****{text[4:]}"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a row changes about somebody. Personal data is masked on both sides."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RosterItem:
    """One row of the page."""

    number: int
    who: str
    staff_no: str
    department: str
    verdict: str
    changes: list[Change]
    reasons: list[Explained]
    member_id: UUID | None


@dataclass(frozen=True, slots=True)
class RosterItems:
    """A piece of the rows. ``after`` is where the next one begins; ``None`` at the end."""

    rows: Sequence[RosterItem]
    after: int | None


def roster_items(roster: Roster, verdict: str, *, after: int = 0) -> RosterItems:
    """The next rows of one verdict, in the order of the file. Three queries at most."""
    found = list(RosterRow.objects.filter(roster=roster, verdict=verdict, number__gt=after).order_by("number")[: PAGE + 1])
    rows = found[:PAGE]
    # Once applied, the members are as the rows say: before and after would be the same.
    known = _known(rows) if roster.state == RosterState.READY and verdict in (RosterVerdict.MOVES, RosterVerdict.RETURNS) else {}
    return RosterItems([_item(row, known) for row in rows], rows[-1].number if len(found) > PAGE else None)


def _known(rows: list[RosterRow]) -> dict[UUID, dict[str, str]]:
    """What is known of the members of these rows, by key of the column."""
    ids = [row.member_id for row in rows if row.member_id]
    known = {member.id: _facts(member) for member in Member.objects.filter(id__in=ids).select_related("department")}
    for identity in Identity.objects.filter(member_id__in=ids):
        known[identity.member_id][identity.kind] = identity.value
    return known


def _facts(member: Member) -> dict[str, str]:
    return {
        "name": member.name,
        "staff_no": member.staff_no or "",
        "department": member.department.path if member.department else "",
        "joined_on": member.joined_on.isoformat() if member.joined_on else "",
        "region": member.region,
        "birthday": member.birthday or "",
    }


def _item(row: RosterRow, known: dict[UUID, dict[str, str]]) -> RosterItem:
    kept: dict[str, dict[str, str]] = json.loads(row.given)
    shown, before = kept["shown"], known.get(row.member_id) if row.member_id else None
    return RosterItem(
        number=row.number,
        who=kept["values"]["name"] or (before or {}).get("name", "") or shown.get("name", ""),
        staff_no=row.staff_no or shown.get("staff_no", ""),
        department=row.department or shown.get("department", ""),
        verdict=row.verdict,
        changes=_changes(before, _said(row, kept["values"])) if before else [],
        reasons=[_explained(reason, shown) for reason in row.reasons],
        member_id=row.member_id,
    )


def _said(row: RosterRow, values: dict[str, str]) -> dict[str, str]:
    """What the row says in normal form; a blank cell says nothing."""
    joined = row.joined_on.isoformat() if row.joined_on else ""
    return {**values, "staff_no": row.staff_no, "department": row.department, "joined_on": joined, "region": row.region}


def _changes(before: dict[str, str], said: dict[str, str]) -> list[Change]:
    changed = [key for key in _TITLES if said.get(key) and said[key] != before.get(key, "")]
    return [Change(header(_TITLES[key]), _masked(key, before.get(key, "")), _masked(key, said[key])) for key in changed]


def _masked(key: str, text: str) -> str:
    return _MASKS[key](text) if text and key in _MASKS else text


def _explained(reason: dict[str, Any], shown: dict[str, str]) -> Explained:
    column = reason.get("column", "")
    given = shown.get(column, "")
    title = header(_TITLES[column]) if column in _TITLES else ""
    return Explained(title, given, str(reason["code"]), roster_sentence(reason, given=given))

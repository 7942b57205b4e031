"""The job that reads a roster and checks its rows, in two steps; each is one transaction and may be repeated."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg.types.json import Jsonb

from common import feed
from common.actors import system
from common.jobs import Progress
from common.scope.copying import copy_rows
from common.sealed import open_bytes, seal
from common.sheets.reader import read_sheet
from common.sheets.refused import FileRefused
from members.models.roster import Roster
from members.operations.rosters.check import check_rows
from members.operations.rosters.upload import SEAL_PURPOSE
from members.rules.identity import email_print, name_print, phone_print
from members.rules.person import birthday_print
from members.rules.roster_columns import COLUMNS, Line, read_line
from members.states import RosterState

STEPS = 2

_STAGED = (
    *("roster_id", "number", "given", "staff_no", "phone_print", "email_print", "name_print", "birthday_print", "department"),
    *("joined_on", "region", "has_left", "cell_reasons", "verdict", "reasons"),
)


def check_some(roster_id: UUID, *, done: int, at: datetime) -> Progress:
    """
    Read the file and stage its rows, then say what each of them would do, in the caller's transaction.

    Locks    the roster.
    Replays  a roster that was put away meanwhile is left as it is.
    """
    roster = Roster.objects.select_for_update().get(id=roster_id)
    if roster.state != RosterState.CHECKING:
        return Progress(STEPS, STEPS, is_finished=True)
    if done == 0:
        _read(roster, at)
        return Progress(1, STEPS, is_finished=roster.state == RosterState.FAILED)
    check_rows(roster)
    feed.sign(system("roster"))
    roster.state = RosterState.READY
    roster.save()
    return Progress(STEPS, STEPS, is_finished=True)


def _read(roster: Roster, at: datetime) -> None:
    content = open_bytes(bytes(roster.sealed_content or b""), purpose=SEAL_PURPOSE)
    try:
        sheet = read_sheet(
            content, name=roster.file_name, columns=COLUMNS, sheet=roster.sheet_name or None, encoding=roster.encoding or None
        )
    except FileRefused as refused:
        feed.sign(system("roster"), refused.code)
        roster.state, roster.problem, roster.finished_at = RosterState.FAILED, refused.code, at
        roster.warnings = [{"code": refused.code, "facts": {name: str(fact) for name, fact in refused.facts.items()}}]
    else:
        today = roster.created_at.astimezone(ZoneInfo(roster.enterprise.time_zone)).date()
        roster.row_count = _stage(roster.id, (read_line(row.number, row.cells, today=today) for row in sheet.rows))
        roster.encoding, roster.unknown_columns = sheet.encoding, list(sheet.unknown_columns)
        roster.sample = list(sheet.sample) if sheet.needs_confirmation else []
        roster.warnings = [{"code": notice.code, "count": notice.count} for notice in sheet.warnings]
    roster.sealed_content = None
    roster.save()


def _stage(roster_id: UUID, lines: Iterable[Line]) -> int:
    return copy_rows("members_rosterrow", _STAGED, (_row(roster_id, line) for line in lines))


def _row(roster_id: UUID, line: Line) -> tuple[object, ...]:
    return (
        roster_id,
        line.number,
        seal(_given(line), purpose="members.roster.given"),
        line.staff_no,
        phone_print(line.phone) if line.phone else None,
        email_print(line.email) if line.email else None,
        name_print(line.name) if line.name else None,
        birthday_print(line.birthday) if line.birthday else None,
        line.department,
        line.joined_on,
        line.region,
        line.has_left,
        Jsonb(list(line.reasons)),
        "",
        Jsonb([]),
    )


def _given(line: Line) -> str:
    birthday = line.birthday.isoformat() if line.birthday else ""
    values = {"name": line.name, "phone": line.phone, "email": line.email, "birthday": birthday}
    return json.dumps({"shown": line.shown, "values": values}, ensure_ascii=False)

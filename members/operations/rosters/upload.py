"""A roster comes in: read, staged row by row, checked. Nothing of it holds yet."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from common import feed
from common.actors import Actor
from common.ids import new_id
from common.refusals import NotFound
from common.sealed import seal
from common.sheets.reader import read_sheet
from common.sheets.sheet import Sheet
from members.models.enterprise import Enterprise
from members.models.roster import Roster
from members.operations.rosters.check import check_rows
from members.rules.identity import email_print, name_print, phone_print
from members.rules.person import birthday_print
from members.rules.roster_columns import COLUMNS, Line, read_line
from members.states import RosterState

_STAGE = """
COPY members_rosterrow (roster_id, number, given, staff_no, phone_print, email_print, name_print, birthday_print, department,
                        joined_on, region, has_left, cell_reasons, verdict, reasons) FROM STDIN
"""


def upload_roster(*, enterprise_id: UUID, file_name: str, content: bytes, by: Actor, at: datetime, encoding: str | None = None) -> Roster:
    """
    Read a roster and say what it would do. It is ``ready`` to be looked at and confirmed.

    :raises FileRefused: the file can't be read; ``message`` names the remedy.
    :raises NotFound: no such enterprise.
    """
    sheet = read_sheet(content, name=file_name, columns=COLUMNS, encoding=encoding)
    # Read before the transaction begins: no lock waits for a spreadsheet.
    lines = [read_line(row.number, row.cells) for row in sheet.rows]
    with transaction.atomic():
        if not Enterprise.objects.filter(id=enterprise_id).exists():
            raise NotFound
        feed.sign(by)
        roster = Roster.objects.create(
            id=new_id(),
            enterprise_id=enterprise_id,
            file_name=file_name[:255],
            file_sha256=hashlib.sha256(content).digest(),
            encoding=sheet.encoding,
            sample=list(sheet.sample) if sheet.needs_confirmation else [],
            unknown_columns=list(sheet.unknown_columns),
            warnings=_warnings(sheet),
            created_by=str(by),
            created_at=at,
        )
        _stage(roster.id, lines)
        check_rows(roster)
        roster.state = RosterState.READY
        roster.save()
    return roster


def _stage(roster_id: UUID, lines: Iterable[Line]) -> None:
    with connection.cursor() as cursor, cursor.copy(_STAGE) as copy:
        for line in lines:
            copy.write_row(_row(roster_id, line))


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


def _warnings(sheet: Sheet) -> list[dict[str, object]]:
    return [{"code": notice.code, "count": notice.count} for notice in sheet.warnings]

"""The roster's columns, and one row of it as what it says of a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from common.refusals import Refused
from common.sheets.cells import as_date, as_email, as_key, as_name, as_phone, as_text, given
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell, Column
from members.rules.departments import path_of

COLUMNS = (
    Column("staff_no", ("Staff no.", "工号", "Staff number", "Employee no.", "员工编号", "员工号")),
    Column("name", ("Name", "姓名", "员工姓名")),
    Column("phone", ("Phone", "手机号", "Mobile", "手机", "手机号码")),
    Column("email", ("Email", "邮箱", "E-mail", "电子邮箱", "工作邮箱")),
    Column("department", ("Department", "部门", "所属部门")),
    Column("joined_on", ("Joined on", "入职日期", "入职时间", "Join date")),
    Column("birthday", ("Birthday", "生日", "出生日期", "Date of birth")),
    Column("region", ("Region", "地区", "城市", "City")),
    Column("status", ("Status", "状态", "在职状态", "员工状态")),
)
_HERE = {"", "在职", "active", "正式", "试用", "试用期", "在岗", "employed"}
# Nobody is born tomorrow; who joins is known a year ahead at most.
_LATEST_DAYS = {"birthday": timedelta(0), "joined_on": timedelta(days=366)}
_OURS = {"because", "first", "last"}
_GONE = {"离职", "left", "已离职", "resigned", "terminated"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row in normal form. A blank cell is ``""`` or ``None``: nothing is said, and what is known stays."""

    number: int
    shown: dict[str, str]
    staff_no: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    department: str = ""
    joined_on: date | None = None
    birthday: date | None = None
    region: str = ""
    has_left: bool = False
    reasons: tuple[dict[str, Any], ...] = ()


def read_line(number: int, cells: Sequence[Cell], *, today: date) -> Line:
    """One row of the sheet, as of ``today``. A cell that does not convert is left out, and its reason is told."""
    values: dict[str, Any] = {}
    reasons: list[dict[str, Any]] = []
    for column, cell in zip(COLUMNS, cells, strict=True):
        name, read = _READERS[column.key]
        try:
            values[name] = read(cell)
            if column.key in _LATEST_DAYS and values[name] is not None:
                _refuse_later(values, name, today + _LATEST_DAYS[column.key])
        except CellRefused as refused:
            reasons.append({"column": column.key, "code": refused.code, **_plain(refused)})
        except Refused as refused:
            reasons.append({"column": column.key, "code": refused.code})
    shown = {column.key: given(cell) for column, cell in zip(COLUMNS, cells, strict=True)}
    return Line(number, shown, reasons=tuple(reasons), **values)


def _refuse_later(values: dict[str, Any], name: str, latest: date) -> None:
    if values[name] > latest:
        given_day = values.pop(name).isoformat()
        raise CellRefused("date_impossible", given=given_day, because="too_late", last=latest.isoformat())


class StatusUnknown(Refused):
    code = "status_unknown"


def _plain(refused: Refused) -> dict[str, Any]:
    # What was written stands in the sealed row: beside it, in the open, only numbers and what we say ourselves.
    return {name: fact for name, fact in refused.facts.items() if isinstance(fact, int) or name in _OURS}


def _has_left(cell: Cell) -> bool:
    status = as_key(cell, 40).casefold()
    if status not in _HERE | _GONE:
        raise StatusUnknown
    return status in _GONE


_READERS: dict[str, tuple[str, Callable[[Cell], Any]]] = {
    "staff_no": ("staff_no", lambda cell: as_key(cell, 64)),
    "name": ("name", as_name),
    "phone": ("phone", as_phone),
    "email": ("email", as_email),
    "department": ("department", lambda cell: path_of(as_text(cell, 400))),
    "joined_on": ("joined_on", as_date),
    "birthday": ("birthday", as_date),
    "region": ("region", lambda cell: as_text(cell, 80)),
    "status": ("has_left", _has_left),
}

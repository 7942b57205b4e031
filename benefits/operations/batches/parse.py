"""One row of a grants spreadsheet, cell by cell: what converts without loss, and why the rest does not."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any, TypeVar

from benefits.rules.grant_columns import GRANT_COLUMNS, MOST_A_ROW
from common.sealed import fingerprint
from common.sheets.cells import as_date, as_email, as_key, as_name, as_phone, as_quantity, as_text, given
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell
from members.operations.departments import LONGEST_NAME, DepartmentInvalid, path_of

Value = TypeVar("Value")
_KEYS = tuple(column.key for column in GRANT_COLUMNS)
# What repeats from row to row is converted once; nothing of a person is kept here.
_date = lru_cache(maxsize=4096, typed=True)(as_date)
as_pieces = lru_cache(maxsize=1024, typed=True)(partial(as_quantity, default=1, maximum=MOST_A_ROW))
_code = lru_cache(maxsize=4096, typed=True)(as_key)
as_note = partial(as_text, max_length=500)
_MOST_DEPARTMENT = 400
as_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(slots=True)
class ParsedRow:
    """A row ready to be staged. ``given`` is JSON; it and ``person`` will be sealed. ``reasons`` hold nothing personal."""

    number: int
    given: str
    staff_no: str = ""
    external_id: str = ""
    phone_print: bytes | None = None
    email_print: bytes | None = None
    person: Mapping[str, str] = field(default_factory=dict)
    benefit_code: str = ""
    quantity: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    note: str = ""
    reference: str = ""
    reasons: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, column: str, code: str, **facts: Any) -> None:
        self.reasons.append({"column": column, "code": code, "facts": facts})

    def read(self, column: str, convert: Callable[[Cell], Value], cell: Cell, default: Value) -> Value:
        try:
            return convert(cell)
        except CellRefused as refused:
            facts = {name: value for name, value in refused.facts.items() if name != "given"}
            self.refuse(column, refused.code, **facts)
            return default


def parse_row(number: int, cells: tuple[Cell, ...]) -> ParsedRow:
    """Convert one row of the sheet; every cell that does not convert adds its reason."""
    cell = dict(zip(_KEYS, cells, strict=True))
    row = ParsedRow(number, given=as_json({k: given(c) for k, c in cell.items() if c is not None}))
    row.staff_no = row.read("staff_no", as_key, cell["staff_no"], "")
    phone = row.read("phone", as_phone, cell["phone"], "")
    email = row.read("email", as_email, cell["email"], "")
    name = row.read("name", as_name, cell["name"], "")
    department = row.read("department", _department, cell["department"], "")
    row.benefit_code = row.read("benefit_code", _code, cell["benefit_code"], "")
    row.quantity = row.read("quantity", as_pieces, cell["quantity"], None)
    row.valid_from = row.read("valid_from", _date, cell["valid_from"], None)
    row.valid_until = row.read("valid_until", _date, cell["valid_until"], None)
    row.note = row.read("note", as_note, cell["note"], "")
    point_to_person(row, {"phone": phone, "email": email, "name": name, "department": department})
    _check_alone(row)
    return row


def point_to_person(row: ParsedRow, person: Mapping[str, str]) -> None:
    """Fingerprints for the look-up, and the details from which an unknown person can be created."""
    row.phone_print = fingerprint(person["phone"], purpose="phone") if person.get("phone") else None
    row.email_print = fingerprint(person["email"].lower(), purpose="email") if person.get("email") else None
    # Nobody is created without a name.
    row.person = person if person.get("name") else {}


@lru_cache(maxsize=4096, typed=True)
def _department(cell: Cell) -> str:
    text = as_text(cell, _MOST_DEPARTMENT)
    try:
        return path_of(text)
    except DepartmentInvalid as refused:
        raise CellRefused("text_too_long", length=len(text), limit=LONGEST_NAME, given=given(text)) from refused


def _check_alone(row: ParsedRow) -> None:
    refused = {reason["column"] for reason in row.reasons}
    has_key = row.staff_no or row.phone_print or row.email_print
    if not has_key and not refused & {"staff_no", "phone", "email"}:
        row.refuse("staff_no", "member_not_found", because="nobody_named")
    if not row.benefit_code and "benefit_code" not in refused:
        row.refuse("benefit_code", "unknown_benefit")
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        row.refuse("valid_until", "until_before_from")

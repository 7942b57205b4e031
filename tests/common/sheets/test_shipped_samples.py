"""The shipped samples: what the reader and the parsers alone can tell of them is told, and nothing else."""

import csv
from pathlib import Path

from common.sheets.cells import as_date, as_email, as_key, as_name, as_phone, as_quantity, as_text
from common.sheets.reader import read_list, read_sheet
from common.sheets.refused import CellRefused
from common.sheets.shapes import Column
from common.sheets.sheet import Sheet
from tests.common.sheets.grants import CODES, GRANTS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PARSERS = {
    "staff_no": as_key,
    "phone": as_phone,
    "email": as_email,
    "name": as_name,
    "department": lambda cell: as_text(cell, 200),
    "benefit": as_key,
    "quantity": lambda cell: as_quantity(cell, 1, 100),
    "valid_from": as_date,
    "valid_until": as_date,
    "note": lambda cell: as_text(cell, 500),
    "joined_on": as_date,
    "birthday": as_date,
    "region": lambda cell: as_text(cell, 100),
    "status": as_key,
    "code": as_key,
    "card_no": as_key,
    "expires_on": as_date,
}
ROSTER = (
    Column("staff_no", ("Staff no.", "工号")),
    Column("name", ("Name", "姓名")),
    Column("phone", ("Phone", "手机号")),
    Column("email", ("Email", "邮箱")),
    Column("department", ("Department", "部门")),
    Column("joined_on", ("Joined on", "入职日期")),
    Column("birthday", ("Birthday", "生日")),
    Column("region", ("Region", "地区")),
    Column("status", ("Status", "状态")),
)
OF_CELLS = {"quantity_not_positive", "quantity_not_a_number", "quantity_not_whole", "date_impossible", "formula_refused", "phone_invalid"}


def refusals(sheet: Sheet, columns: tuple[Column, ...]) -> dict[int, str]:
    """The code of every row that a parser refuses, by row number."""
    found = {}
    for number, cells in sheet.rows:
        for column, cell in zip(columns, cells, strict=True):
            try:
                PARSERS[column.key](cell)
            except CellRefused as refused:
                found[number] = refused.code
    return found


def expected(name: str) -> dict[int, str]:
    """The refusals that the sample's own list promises, as far as a single cell tells them."""
    with (SAMPLES / name).open(encoding="utf-8") as lines:
        return {int(line["row"]): line["reason"] for line in csv.DictReader(lines) if line["reason"] in OF_CELLS}


def test_the_grants_are_refused_cell_by_cell_as_listed() -> None:
    sheet = read_sheet((SAMPLES / "grants-450.xlsx").read_bytes(), name="grants-450.xlsx", columns=GRANTS)
    assert (len(sheet.rows), sheet.unknown_columns, sheet.warnings) == (450, (), ())
    assert refusals(sheet, GRANTS) == expected("grants-450.refused.csv")


def test_the_roster_has_no_refusal() -> None:
    sheet = read_sheet((SAMPLES / "roster-300.xlsx").read_bytes(), name="roster-300.xlsx", columns=ROSTER)
    assert len(sheet.rows) == 300
    assert refusals(sheet, ROSTER) == {}


def test_the_codes_are_refused_cell_by_cell_as_listed() -> None:
    content = (SAMPLES / "codes-2000.csv").read_bytes()
    sheet = read_list(content, name="codes-2000.csv", columns=CODES, layouts=[("code",), ("card_no", "code")])
    assert (len(sheet.rows), sheet.encoding, sheet.sample) == (2000, "gb18030", ("卡号", "卡密", "有效期"))
    assert refusals(sheet, CODES) == expected("codes-2000.refused.csv")

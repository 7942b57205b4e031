"""The sample files as if they had been made today: what they grant can be claimed now, and their codes are good for a year."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
_MADE_ON = date(2026, 11, 21)
_WRITTEN = re.compile(r"(\d{4})(\D)(\d{1,2})(\D)(\d{1,2})(\D?)")


def grants_of_today(folder: Path) -> Path:
    """The 450 grants, each of their dates as far from today as it was from the day they were written."""
    book = openpyxl.load_workbook(SAMPLES / "grants-450.xlsx")
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    for name in ("生效日期", "失效日期"):
        for (cell,) in sheet.iter_rows(min_row=2, min_col=headers.index(name) + 1, max_col=headers.index(name) + 1):
            cell.value = _moved(cell.value)
    book.save(folder / "grants-450.xlsx")
    return folder / "grants-450.xlsx"


def codes_of_today(folder: Path) -> Path:
    """The 2,000 codes; the good ones end a year from now."""
    text = (SAMPLES / "codes-2000.csv").read_bytes().replace(b"2027-12-31", (date.today() + timedelta(days=405)).isoformat().encode())
    (folder / "codes-2000.csv").write_bytes(text)
    return folder / "codes-2000.csv"


def codes_in(file: Path) -> set[str]:
    """Every plaintext of a file of codes."""
    return {line["卡密"] for line in csv.DictReader(file.read_text("gb18030").splitlines())}


def phone_of(staff_no: str) -> str:
    """A person's mobile number as the roster has it, eleven digits."""
    rows = python_calamine.load_workbook(str(SAMPLES / "roster-300.xlsx")).get_sheet_by_index(0).to_python()
    [number] = [row[2] for row in rows if row[0] == staff_no]
    return number if isinstance(number, str) else f"{number:.0f}"


def refused_in(name: str) -> list[tuple[int, str]]:
    """What a sample file's list says is to be refused: number and reason."""
    with (SAMPLES / name).open(newline="") as file:
        return [(int(line["row"]), line["reason"]) for line in csv.DictReader(file)]


def _moved(value: Any) -> Any:
    by = date.today() - _MADE_ON
    if isinstance(value, date):
        return value + by
    written = _WRITTEN.fullmatch(value or "")
    if written is None:
        return value
    year, one, month, two, day, three = written.groups()
    try:
        moved = date(int(year), int(month), int(day)) + by
    except ValueError:
        return value  # The thirtieth of February is meant to be one.
    return f"{moved.year}{one}{moved.month:02}{two}{moved.day:02}{three}"

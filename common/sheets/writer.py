"""Spreadsheets that people take away: every text is typed as text, so that no cell is ever computed."""

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Value = None | str | bool | int | float | datetime.date
DATE_FORMAT = "yyyy-mm-dd"

# What a spreadsheet program computes when it opens CSV, also after spaces; the full-width twins in some locales.
_COMPUTED = re.compile(r"[\t\r\n]|\s*[=+\-@|＝＋－＠]")
_LONGEST_TEXT = 32_767
_MOST_DIGITS = 15
# Nothing is guessed from a text: no formula, no link, no number.
_AS_TYPED = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The whole workbook in memory: for answers of some thousand rows."""
    file = io.BytesIO()
    write_xlsx_to(file, headers, rows)
    return file.getvalue()


def write_xlsx_to(file: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet_name: str = "") -> int:
    """
    Write one sheet row by row, holding one row in memory. Returns how many rows stand below the header.

    Dates become real dates; numbers of more than 15 digits become text; text is cut at 32,767 characters.
    """
    count = 0
    with xlsxwriter.Workbook(file, _AS_TYPED) as workbook:
        worksheet = workbook.add_worksheet(sheet_name or None)
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": DATE_FORMAT})
        worksheet.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            worksheet.write_string(0, column, header, bold)
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(worksheet, (count, column), value, day)
    return count


def csv_safe(value: Value) -> str:
    """The text of a CSV cell; one that a spreadsheet program would compute begins with ``'``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _COMPUTED.match(value) else value
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _write(worksheet: Worksheet, place: tuple[int, int], value: Value, day: Format) -> None:
    match value:
        case None | "":
            return
        case bool():
            worksheet.write_boolean(*place, value)
        case int() | float() if len(str(value)) <= _MOST_DIGITS:
            worksheet.write_number(*place, value)
        case datetime.date() if not isinstance(value, datetime.datetime):
            worksheet.write_datetime(*place, value, day)
        case _:
            worksheet.write_string(*place, str(value)[:_LONGEST_TEXT])

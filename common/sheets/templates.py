"""The empty spreadsheet that people fill in: headers with notes, columns typed as text, and an example."""

import io
import re
from collections.abc import Mapping, Sequence

import xlsxwriter

from common.sheets.shapes import Column
from common.sheets.writer import Value

_CHINESE = re.compile("[\u3400-\u9fff]")
_WIDTH = 18


def heading(column: Column, *, language: str) -> str:
    """The header of a column in a language, with ``*`` where the column is required."""
    chinese = [header for header in column.headers if _CHINESE.search(header)]
    other = [header for header in column.headers if not _CHINESE.search(header)]
    first = (chinese + other if language.lower().startswith("zh") else other + chinese)[0]
    return f"{first} *" if column.required else first


def template_xlsx(
    columns: Sequence[Column],
    example_rows: Sequence[Sequence[Value]],
    *,
    sheet_name: str,
    language: str = "zh-hans",
    notes: Mapping[str, str] | None = None,
) -> bytes:
    """
    A workbook with one sheet: headers, and the examples below them.

    Every column is formatted as text, so that phone and card numbers keep all their digits and dates stay as typed.
    ``notes`` by key of the column show when the pointer rests on its header.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        worksheet = workbook.add_worksheet(sheet_name)
        text, bold = workbook.add_format({"num_format": "@"}), workbook.add_format({"num_format": "@", "bold": True})
        worksheet.freeze_panes(1, 0)
        worksheet.set_column(0, len(columns) - 1, _WIDTH, text)
        for place, column in enumerate(columns):
            worksheet.write_string(0, place, heading(column, language=language), bold)
            note = (notes or {}).get(column.key)
            if note:
                worksheet.write_comment(0, place, note, {"x_scale": 2})
        for row, values in enumerate(example_rows, start=1):
            for place, value in enumerate(values):
                worksheet.write_string(row, place, "" if value is None else str(value), text)
    return file.getvalue()

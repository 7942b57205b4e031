"""One format for all files: read by our limited reader, whatever the name says; written so that nothing is ever computed."""

from collections.abc import Sequence
from typing import Any

import tablib
from import_export.formats.base_formats import Format

from common.console.exchange.resource import ROW, SheetField
from common.sheets.reader import read_sheet
from common.sheets.shapes import MEGABYTE, Limits
from common.sheets.writer import write_xlsx

_LIMITS = Limits(file_bytes=MEGABYTE, unpacked_bytes=60 * MEGABYTE, rows=5_000)


def spreadsheet_of(fields: Sequence[SheetField]) -> type[Format]:
    """The format of one resource's files: .xlsx or .csv, headers in either language."""

    class Spreadsheet(Format):
        def __init__(self, encoding: str | None = None) -> None:
            self.encoding = encoding

        def get_title(self) -> str:
            return "xlsx"

        def get_extension(self) -> str:
            return "xlsx"

        def can_import(self) -> bool:
            return True

        def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
            """:raises FileRefused: the file can't be read, or is too large for a catalogue."""
            keys = [field.column_name for field in fields]
            sheet = read_sheet(in_stream, name="", columns=[field.column for field in fields], limits=_LIMITS)
            dataset = tablib.Dataset()
            present = [place for place, key in enumerate(keys) if key in sheet.columns]
            dataset.headers = [*(keys[place] for place in present), ROW]
            for row in sheet.rows:
                dataset.append([*(row.cells[place] for place in present), row.number])
            return dataset

    return Spreadsheet


def written(fields: Sequence[SheetField], rows: Sequence[Any]) -> bytes:
    """Rows as a workbook with titles in the reader's language; it can be brought back as it is."""
    return write_xlsx([field.title for field in fields], ([field.export(row) for field in fields] for row in rows))

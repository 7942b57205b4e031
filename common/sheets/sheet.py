"""What reading a spreadsheet returns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from common.sheets.file_reasons import NOTICES
from common.sheets.shapes import Cell


class Row(NamedTuple):
    """One row: its number as the spreadsheet shows it, and its cells in the order of the columns asked for."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person must know, and tick, before the file is used."""

    code: str
    count: int

    @property
    def sentence(self) -> str:
        """The notice, in the language that is active now."""
        return str(NOTICES[self.code]) % {"count": self.count}


@dataclass(slots=True)
class Sheet:
    """
    A read spreadsheet: its rows that are not blank, in the order of the file.

    ``columns``             keys of the columns asked for that the file has.
    ``unknown_columns``     headers nobody asked for; their cells are ignored.
    ``encoding``            of a text file; empty for a workbook.
    ``needs_confirmation``  the encoding was guessed: show ``sample`` and ask, then pass ``encoding`` back.
    ``sample``              texts beyond ASCII from the head of the file, never a bare code.
    """

    sheet_name: str
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    rows: Sequence[Row]
    warnings: tuple[Notice, ...] = ()
    encoding: str = ""
    needs_confirmation: bool = False
    sample: tuple[str, ...] = field(default=())

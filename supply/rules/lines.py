"""What is wrong with one line of a supplier's file, if anything. Pure: a product's rules and a day in, a verdict out."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from common.sheets.cells import as_date, as_key
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell
from supply.rules.codes import compared, masked, printed

MALFORMED, EXPIRED, DATE_IMPOSSIBLE = "malformed", "expired", "date_impossible"
DUPLICATE_IN_FILE, DUPLICATE_ON_PLATFORM = "duplicate_in_file", "duplicate_on_platform"

LONGEST_CODE = 200
# Shown again only where it has the shape of a date: with swapped columns the code itself stands here.
_DATE_SHAPED = re.compile(r"\d{4}[-/.年 ]\d{1,2}[-/.月 ]\d{1,2}日?", re.ASCII)


class GoodLine(NamedTuple):
    """A line that may become a code: texts as printed, and the form that tells duplicates."""

    number: int
    code: str
    card_no: str
    form: str
    expires_on: date | None

    def __repr__(self) -> str:
        return f"GoodLine({self.number}, ***)"


class RefusedLine(NamedTuple):
    """A line that may not, why, and what of it may be shown."""

    number: int
    reason: str
    given: str


class LineCheck:
    """
    Checks the lines of one product's files, as of one day.

    :param pattern: a regular expression that a whole printed code must match; empty accepts any.
    :raises re.error: the pattern is no regular expression.
    """

    __slots__ = ("_case_sensitive", "_days", "_is_match", "_today")

    def __init__(self, *, pattern: str, case_sensitive: bool, today: date) -> None:
        self._is_match = re.compile(pattern or r".+").fullmatch
        self._case_sensitive = case_sensitive
        self._today = today
        self._days: dict[Cell, date | RefusedLine | None] = {}

    def verdict(self, number: int, cells: Sequence[Cell]) -> GoodLine | RefusedLine:
        """Judge one line: its cells are the code, the card number and the day on which it expires."""
        code_cell, card_cell, day_cell = cells
        try:
            code = printed(_plain(code_cell, LONGEST_CODE), case_sensitive=self._case_sensitive)
            card_no = _plain(card_cell, LONGEST_CODE)
        except CellRefused:
            return RefusedLine(number, MALFORMED, "")
        form = compared(code)
        if not form or not code.isprintable() or not self._is_match(code):
            return RefusedLine(number, MALFORMED, masked(form))
        day = self._day(day_cell)
        if isinstance(day, RefusedLine):
            return day._replace(number=number)
        return GoodLine(number, code, card_no, form, day)

    def _day(self, cell: Cell) -> date | RefusedLine | None:
        # A file has a handful of days: each is read once.
        if cell not in self._days:
            self._days[cell] = self._read_day(cell)
        return self._days[cell]

    def _read_day(self, cell: Cell) -> date | RefusedLine | None:
        try:
            day = as_date(cell)
        except CellRefused:
            text = str(cell).strip()
            return RefusedLine(0, DATE_IMPOSSIBLE, text if _DATE_SHAPED.fullmatch(text) else "")
        if day is not None and day < self._today:
            return RefusedLine(0, EXPIRED, day.isoformat())
        return day


def _plain(cell: Cell, longest: int) -> str:
    # Letters, digits and dashes, as nearly every code is: nothing that the strict reader would change or refuse.
    if isinstance(cell, str) and cell.isascii() and len(cell) <= longest and cell.replace("-", "").isalnum():
        return cell
    return as_key(cell, longest)

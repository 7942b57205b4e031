"""From the values of a workbook's cells to what the person sees in them, row by row. Free of Django, for the child."""

import datetime
import math
from collections.abc import Iterator, Sequence

import python_calamine as calamine

from common.sheets.formats import shown
from common.sheets.marks import Area, Marks
from common.sheets.shapes import Cell, Formula, Moment

# Above this a float no longer tells neighbouring integers apart.
_EXACT = 2**53

Given = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Numbered = tuple[int, list[Cell]]


def rows_below(sheet: calamine.CalamineSheet, header_row: int, positions: Sequence[int | None], marks: Marks) -> Iterator[Numbered]:
    """Each row below the header that is not blank: its number, and the cells at ``positions`` (from column A, 0)."""
    left = sheet.start[1] if sheet.start else 0
    areas_at = marks.areas_by_row()
    blank = [""] * sheet.width
    last = 0
    for number, given in enumerate(sheet.iter_rows(), start=1):
        last = number
        # One comparison for a blank row: a stray cell at the very bottom makes a million of them.
        if number <= header_row or (given == blank and number not in marks.cells):
            continue
        cells = [_picked(given, position, left) for position in positions]
        # Asked before marking: every cell of a merged range is marked, also the blank ones.
        is_written = any(map(_is_written, cells))
        areas = areas_at(number)
        if areas or number in marks.cells or number in marks.formats:
            _mark(number, cells, positions, marks, areas)
        if is_written or any(isinstance(cell, Formula) for cell in cells):
            yield number, cells
    # A formula without a cached value is no value at all: its row may lie below all others.
    for number in sorted(row for row in marks.cells if row > max(last, header_row)):
        cells = [None] * len(positions)
        _mark(number, cells, positions, marks, areas_at(number))
        if any(isinstance(cell, Formula) for cell in cells):
            yield number, cells


def _picked(given: Sequence[Given], position: int | None, left: int) -> Cell:
    if position is None or not left <= position < left + len(given):
        return None
    return _plain(given[position - left])


def _plain(value: Given) -> Cell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date() if midnight else Moment(value.isoformat(sep=" ", timespec="seconds"))
    if isinstance(value, int | datetime.date):
        return value
    return Moment(str(value))


def _number(value: float) -> Cell:
    if not math.isfinite(value):
        return Formula("#NUM!")  # What a spreadsheet program shows for a number it can't hold.
    return int(value) if abs(value) < _EXACT and value.is_integer() else value


def _mark(number: int, cells: list[Cell], positions: Sequence[int | None], marks: Marks, areas: Sequence[Area]) -> None:
    formulas, formats = marks.cells.get(number, {}), marks.formats.get(number, {})
    for place, position in enumerate(positions):
        if position is None:
            continue
        column, value = position + 1, cells[place]
        if column in formats and isinstance(value, int | float):
            cells[place] = shown(value, formats[column])
        if column in formulas:
            cells[place] = formulas[column]
        for area in areas:
            if area.left <= column <= area.right:
                cells[place] = area.mark


def _is_written(cell: Cell) -> bool:
    if isinstance(cell, str):
        return not cell.isspace()
    return cell is not None

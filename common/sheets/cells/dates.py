"""Days. The year comes first, or it is a guess."""

import datetime
import re

from common.sheets.cells.given import given, half_width, written
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell, Moment

EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)

# Before this day spreadsheets disagree by one: most believe in a 29 February 1900.
_FIRST_SURE_SERIAL = datetime.date(1900, 3, 1)
_MIDNIGHT = r"(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"
_YEAR_FIRST = re.compile(r"(\d{4}) ?([-/.年]) ?(\d{1,2}) ?(?:\2|月) ?(\d{1,2}) ?[日号]?" + _MIDNIGHT, re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
# Day or month first, a year of two digits, or none at all.
_UNSURE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{4}|\d{2})|(?:\d{2}年)?\d{1,2}月\d{1,2}[日号]?|\d{1,2}[-/.]\d{1,2}", re.ASCII)


def as_date(cell: Cell) -> datetime.date | None:
    """
    A day: a date cell, or text like ``2026-11-05``, ``2027/06/11``, ``2026.11.3``, ``2026年11月3日``, ``20261103``.

    :raises CellRefused: ``date_impossible`` (also before 1900, after 2200, with a time of day), ``date_ambiguous``,
        ``formula_refused`` or ``merged_cells``.
    """
    value = written(cell)
    if value is None:
        return None
    is_date_cell = isinstance(value, datetime.date)
    day = value if isinstance(value, datetime.date) else _from_text(given(value), cell)
    if day is None:
        raise CellRefused("date_impossible", given=given(cell))
    earliest = _FIRST_SURE_SERIAL if is_date_cell else EARLIEST
    if not earliest <= day <= LATEST:
        raise CellRefused("date_impossible", given=given(cell), because="range", first=earliest.isoformat(), last=LATEST.isoformat())
    return day


def _from_text(text: str, cell: Cell) -> datetime.date | None:
    plain = half_width(text).strip()
    if _UNSURE.fullmatch(plain) and not isinstance(cell, int | float | Moment):
        raise CellRefused("date_ambiguous", given=given(cell))
    match = _YEAR_FIRST.fullmatch(plain)
    if match is not None:
        year, separator, month, day = match.groups()
        # 年 goes with 月, and no other separator does.
        return _day(year, month, day) if (separator == "年") == ("月" in plain) else None
    match = _COMPACT.fullmatch(plain)
    return _day(*match.groups()) if match else None


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None

"""Whole numbers above zero."""

import re
from fractions import Fraction

from common.sheets.cells.given import Value, given, half_width, written
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell

_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?", re.ASCII)


def as_quantity(cell: Cell, default: int, maximum: int) -> int:
    """
    A whole number from 1 to ``maximum``; ``default`` where the cell is blank.

    :raises CellRefused: ``quantity_not_a_number``, ``quantity_not_whole``, ``quantity_not_positive``,
        ``quantity_too_large``, ``formula_refused`` or ``merged_cells``.
    """
    value = written(cell)
    if value is None:
        return default
    number = _exact(value)
    if number is None:
        raise CellRefused("quantity_not_a_number", given=given(cell))
    if number.denominator != 1:
        raise CellRefused("quantity_not_whole", given=given(cell))
    if number <= 0:
        raise CellRefused("quantity_not_positive", given=given(cell))
    if number > maximum:
        raise CellRefused("quantity_too_large", given=given(cell), limit=maximum)
    return int(number)


def _exact(value: Value) -> Fraction | int | None:
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return Fraction(value)
    plain = half_width(value).strip() if isinstance(value, str) else ""
    return Fraction(plain) if _NUMBER.fullmatch(plain) else None

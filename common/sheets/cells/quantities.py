"""Whole numbers above zero."""

import re

from common.sheets.cells.given import given, written
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell

_PLAIN = str.maketrans("０１２３４５６７８９＋－．", "0123456789+-.")
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
    if isinstance(value, str):
        value = _number(value)
    if not isinstance(value, int | float):
        raise CellRefused("quantity_not_a_number", given=given(cell))
    if isinstance(value, float) and not value.is_integer():
        raise CellRefused("quantity_not_whole", given=given(cell))
    if value <= 0:
        raise CellRefused("quantity_not_positive", given=given(cell))
    if value > maximum:
        raise CellRefused("quantity_too_large", given=given(cell), limit=maximum)
    return int(value)


def _number(text: str) -> int | float | None:
    plain = text.strip().translate(_PLAIN)
    if not _NUMBER.fullmatch(plain):
        return None
    whole, _, fraction = plain.partition(".")
    # Zeros after the point lose nothing; a float is only made to say that the number is not whole.
    return float(f"0.{fraction}") if fraction.strip("0") else int(whole)

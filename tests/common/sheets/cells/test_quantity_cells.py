"""Quantities: whole numbers above zero, nothing rounded."""

import datetime
from typing import Any

import pytest

from common.sheets.cells import as_quantity
from common.sheets.shapes import Cell, Formula, Merged
from tests.common.sheets.cells.refusals import outcome


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        (None, 7),
        ("  ", 7),
        (3, 3),
        (3.0, 3),
        ("3", 3),
        ("+3", 3),
        ("３", 3),
        ("3.00", 3),
        (1000, 1000),
        (1.5, "refused: quantity_not_whole"),
        ("1.5", "refused: quantity_not_whole"),
        ("0.99999999999999999999", "refused: quantity_not_whole"),
        (0, "refused: quantity_not_positive"),
        ("-5", "refused: quantity_not_positive"),
        ("－5", "refused: quantity_not_positive"),
        (1001, "refused: quantity_too_large"),
        (9e15, "refused: quantity_too_large"),
        (1e300, "refused: quantity_too_large"),
        ("99999999999999999999", "refused: quantity_too_large"),
        ("两张", "refused: quantity_not_a_number"),
        ("1e3", "refused: quantity_not_a_number"),
        ("1,000", "refused: quantity_not_a_number"),
        ("￥100", "refused: quantity_not_a_number"),
        ("50%", "refused: quantity_not_a_number"),
        ("²", "refused: quantity_not_a_number"),
        ("٣", "refused: quantity_not_a_number"),
        ("TRUE", "refused: quantity_not_a_number"),
        ("nan", "refused: quantity_not_a_number"),
        ("9" * 5000, "refused: quantity_not_a_number"),
        (datetime.date(1900, 1, 3), "refused: quantity_not_a_number"),
        (Formula("1+1"), "refused: formula_refused"),
        (Merged("A1:A2"), "refused: merged_cells"),
    ],
)
def test_a_quantity_is_whole_and_positive_or_refused(cell: Cell, result: Any) -> None:
    assert outcome(as_quantity, cell, 7, 1000) == result

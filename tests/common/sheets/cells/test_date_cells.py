"""Dates: the year comes first, or it is a guess."""

import datetime

import pytest

from common.sheets.cells import as_date
from common.sheets.shapes import Cell, Formula, Moment
from tests.common.sheets.cells.refusals import outcome

DAY = datetime.date(2026, 11, 5)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        "2026-11-05",
        "2026/11/5",
        "2026.11.5",
        "2026年11月5日",
        "2026年11月5号",
        "2026 年 11 月 5 日",
        "２０２６／１１／０５",
        " 2026-11-05 ",
        "2026-11-05 00:00:00",
        "2026/11/5 0:00",
        "2026-11-05T00:00:00",
        "20261105",
        20261105,
    ],
)
def test_a_day_with_its_year_first_is_read(cell: Cell) -> None:
    assert as_date(cell) == DAY


@pytest.mark.parametrize(
    "cell", ["03/04/2026", "13/04/2026", "3-4-2026", "26-11-05", "26年11月5日", "11月5日", "11/5", "5.11.2026", "5.11.26"]
)
def test_a_date_that_reads_two_ways_is_ambiguous(cell: Cell) -> None:
    assert outcome(as_date, cell) == "refused: date_ambiguous"


@pytest.mark.parametrize(
    "cell",
    [
        "2027/2/30",
        "2026-13-01",
        "2025-02-29",
        "2026-11-05 12:30",
        "2026-11-05T00:00:00Z",
        "2026-11-05T00:00:00+08:00",
        "1899-12-31",
        "2201-01-01",
        "0026-11-05",
        "2026/11-05",
        "2026-11月5日",
        "2026-11",
        "2026年",
        "Nov 5, 2026",
        "二〇二六年十一月五日",
        "明天",
        "²0261105",
        "①026-11-05",
        "٢٠٢٦-١١-٠٥",
        45000,
        46327.5,
        Moment("2026-11-05 12:00:00"),
        datetime.date(1900, 2, 28),
        datetime.date(9999, 12, 31),
    ],
)
def test_what_is_no_day_is_impossible(cell: Cell) -> None:
    assert outcome(as_date, cell) == "refused: date_impossible"


def test_a_blank_cell_is_no_date_and_a_formula_is_refused() -> None:
    assert as_date(None) is None
    assert as_date(" ") is None
    assert outcome(as_date, Formula("TODAY()")) == "refused: formula_refused"

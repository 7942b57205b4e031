"""Texts, names and keys: kept as written, or refused."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from common.sheets.cells import as_key, as_name, as_text, given
from common.sheets.shapes import Cell, Formula, Merged, Moment
from tests.common.sheets.cells.refusals import outcome

FORMULA, INVISIBLE, LOST = "refused: formula_refused", "refused: invisible_characters", "refused: digits_lost"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{7*7}}",
        "'; DROP TABLE x; --",
        "阿卜杜拉·买买提",
        "𠮷野家㐂",
        "👨‍👩‍👧 ❤️",
        "-5 分",
        "+1",
        "@所有人",
        "a | b",
        "50% off!",
    ],
)
def test_text_is_kept_exactly(text: Any) -> None:
    assert as_text(text, 100) == text
    assert as_name(text, 100) == text


def test_text_is_stored_in_nfc_without_outer_spaces_and_with_its_line_breaks() -> None:
    assert as_text(" \u3000e\u0301\r\ntwo\t3\rx ", 100) == "é\ntwo\t3\nx"


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "＝1+1",
        " =1",
        "\u3000＝1",
        "\t=1",
        "\tx",
        "\r1",
        "|calc",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)*cmd|' /C calc'!A0",
        "﹦1",
        '+HYPERLINK("x")',
        "＋cmd|'/C'!A1",
        Formula("1"),
    ],
)
@pytest.mark.parametrize("parse", [as_key, as_name, lambda cell: as_text(cell, 100)])
def test_what_a_spreadsheet_would_compute_is_refused(parse: Callable[..., Any], cell: Cell) -> None:
    assert outcome(parse, cell) == FORMULA


def test_merged_cells_and_dates_are_no_text() -> None:
    assert outcome(as_text, Merged("A1:A2"), 10) == "refused: merged_cells"
    assert outcome(as_text, datetime.date(2026, 11, 1), 10) == "refused: not_text"
    assert outcome(as_key, datetime.date(2026, 11, 1)) == "refused: not_text"
    assert outcome(as_name, Moment("12:00:00")) == "refused: not_text"


def test_length_is_counted_in_characters() -> None:
    assert as_text("𠮷" * 10, 10) == "𠮷" * 10
    assert outcome(as_text, "𠮷" * 11, 10) == "refused: text_too_long"
    assert outcome(as_name, "x" * 65) == "refused: text_too_long"
    assert outcome(as_text, "x" * 32_767, 500) == "refused: text_too_long"


@pytest.mark.parametrize(
    ("cell", "text", "name", "key"),
    [
        ("a\u200bb", INVISIBLE, "ab", INVISIBLE),
        ("\u202eab\ufeff", INVISIBLE, "ab", INVISIBLE),
        ("张\u200d三", INVISIBLE, "张三", INVISIBLE),
        ("a\nb", "a\nb", INVISIBLE, INVISIBLE),
        ("a\0b", INVISIBLE, INVISIBLE, INVISIBLE),
        ("a\x1bb", INVISIBLE, INVISIBLE, INVISIBLE),
        ("\u200b", INVISIBLE, "", INVISIBLE),
    ],
)
def test_invisible_characters_are_left_out_of_names_and_refused_elsewhere(cell: Cell, text: Any, name: Any, key: Any) -> None:
    assert (outcome(as_text, cell, 100), outcome(as_name, cell), outcome(as_key, cell)) == (text, name, key)


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        (None, ""),
        ("G01001", "G01001"),
        (10001, "10001"),
        ("00042", "00042"),
        ("ＡＢ－１２", "AB-12"),
        ("1E5", "1E5"),
        (999_999_999_999_999, "999999999999999"),
        ("1234567890123456789", "1234567890123456789"),
        (1_234_567_890_123_450, LOST),
        (1.2e18, LOST),
        (1.5, LOST),
        ("1.38E+10", LOST),
        ("6.2E+15", LOST),
    ],
)
def test_a_key_keeps_every_digit_or_is_refused(cell: Cell, key: Any) -> None:
    assert outcome(as_key, cell) == key


def test_a_number_in_a_text_column_is_text_as_far_as_it_is_exact() -> None:
    assert as_text(12.5, 10) == "12.5"
    assert as_text(2026, 10) == "2026"
    assert outcome(as_text, 1e20, 40) == LOST
    assert outcome(as_text, 0.1 + 0.2, 40) == LOST


def test_a_cell_is_shown_in_one_bounded_line() -> None:
    assert [given(cell) for cell in (None, 1, " a\n b ", Formula("1+1"), Formula("#N/A"), Merged("A1:B2"), datetime.date(2026, 11, 1))] == [
        "", "1", "a b", "=1+1", "#N/A", "A1:B2", "2026-11-01",
    ]  # fmt: skip
    assert len(given("x" * 5000)) == 120

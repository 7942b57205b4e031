"""The corpus: no file crashes the reader, and what is stored is what the cell shows, or it is refused."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from common.sheets.cells import as_date, as_email, as_key, as_name, as_phone, as_quantity, as_text
from common.sheets.reader import read_sheet
from common.sheets.refused import CellRefused, FileRefused
from common.sheets.shapes import Cell
from common.sheets.sheet import Sheet
from tests.common.sheets.corpus import Case, cases
from tests.common.sheets.corpus_cells import Written
from tests.common.sheets.grants import PAIR

SEED, COUNT = 20261105, 153
PARSERS: list[Callable[[Cell], Any]] = [
    as_date,
    as_email,
    as_key,
    as_name,
    as_phone,
    lambda cell: as_quantity(cell, 1, 10**9),
    lambda cell: as_text(cell, 40_000),
]


@pytest.mark.parametrize("case", list(cases(SEED, COUNT)), ids=lambda case: case.label)
def test_a_hostile_file_is_refused_or_read_as_it_shows(case: Case) -> None:
    check(case)


def test_the_corpus_is_the_same_for_the_same_seed() -> None:
    assert [case.content for case in cases(1, 9)] == [case.content for case in cases(1, 9)]


def test_a_reader_that_changes_a_cell_is_caught() -> None:
    changed = Written("", "13800001111")
    with pytest.raises(AssertionError):
        compare_stored("1.38E+10", changed)


def check(case: Case) -> None:
    """Read the case's file and compare every cell with what it shows."""
    sheet = readable(case)
    if sheet is None:
        assert case.is_refused or case.is_broken
        return
    assert not case.is_refused
    assert [row.number for row in sheet.rows] == [number for number, _ in case.rows]
    for row, (_, written) in zip(sheet.rows, case.rows, strict=True):
        for cell, shown in zip(row.cells, written, strict=True):
            refuse_untrusted(cell, shown)
            compare_stored(cell, shown)


def readable(case: Case) -> Sheet | None:
    """The read file, or ``None`` where it was refused in words."""
    try:
        return read_sheet(case.content, name="hostile", columns=PAIR)
    except FileRefused as refused:
        return None if refused.message else pytest.fail("A refusal without a sentence.")


def refuse_untrusted(cell: Cell, written: Written) -> None:
    """No parser takes a formula, an error or a merged cell."""
    if written.is_trusted:
        return
    for parse in PARSERS:
        with pytest.raises(CellRefused):
            parse(cell)


def compare_stored(cell: Cell, written: Written) -> None:
    """Whatever a parser accepts says the same as the cell shows."""
    if not written.is_trusted:
        return
    shown = " ".join(unicodedata.normalize("NFC", written.shown).split())
    text = accepted(lambda given: as_text(given, 40_000), cell)
    assert text is None or same_text(" ".join(text.split()), shown)
    day = accepted(as_date, cell)
    assert day is None or written.day == day or digits(shown)[:8] == day.strftime("%Y%m%d") or len(digits(shown)) < 8
    phone = accepted(as_phone, cell)
    assert not phone or digits(shown.removesuffix(".0")).endswith(digits(phone)[-11:])
    quantity = accepted(lambda given: as_quantity(given, 0, 10**9), cell)
    assert not quantity or float(unicodedata.normalize("NFKC", shown)) == quantity
    key = accepted(as_key, cell)
    assert not key or same_text(key, unicodedata.normalize("NFKC", written.shown).strip())


def same_text(stored: str, shown: str) -> bool:
    """Equal, or the same number: a cell that stores 13800001111.0 shows 13800001111."""
    return stored == shown or (stored.isdecimal() and shown == f"{stored}.0")


def digits(text: str) -> str:
    """The ASCII digits of a text, full-width ones made plain."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isdecimal())


def accepted(parse: Callable[[Cell], Any], cell: Cell) -> Any:
    """What the parser makes of the cell, or ``None`` where it refuses."""
    try:
        return parse(cell)
    except CellRefused:
        return None

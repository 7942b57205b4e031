"""The child: starts bare, inherits no secret, serves several threads, and bears a sheet that goes down to the last row."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from common.sheets import workbook
from common.sheets.reader import open_sheet, read_sheet
from common.sheets.refused import FileRefused
from common.sheets.shapes import Limits
from common.sheets.sheet import Row
from tests.common.sheets.grants import PAIR
from tests.common.sheets.workbooks import book, number_cell, row, texts


def test_the_child_starts_without_django() -> None:
    program = "import sys, common.sheets.child; print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert answer.stdout == "False\n"


def test_the_child_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_KEY", "secret")
    with workbook._child(Limits()) as child:
        with open(f"/proc/{child.pid}/environ", "rb") as environment:
            inherited = environment.read()
        child.kill()
    assert b"VAULT_KEY" not in inherited


def test_a_child_that_does_not_start_is_our_fault_and_not_the_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workbook, "_ROOT", tmp_path)
    with pytest.raises(RuntimeError, match="did not start"):
        read_sheet(texts([["Key"], ["A"]]), name="x.xlsx", columns=PAIR)


def test_several_threads_read_at_once() -> None:
    contents = [texts([["Key"], *([f"{place}-{number}"] for number in range(50))]) for place in range(4)]
    with ThreadPoolExecutor(4) as threads:
        sheets = list(threads.map(lambda content: read_sheet(content, name="x.xlsx", columns=PAIR), contents))
    assert [sheet.rows[-1].cells[0] for sheet in sheets] == ["0-49", "1-49", "2-49", "3-49"]


def test_a_refusal_from_below_the_first_rows_comes_after_them() -> None:
    content = texts([["Key"], *([str(number)] for number in range(1500))])
    came: list[Row] = []

    def read() -> None:
        with open_sheet(content, name="x.xlsx", columns=PAIR, limits=Limits(rows=1200)) as (_sheet, rows):
            came.extend(rows)

    with pytest.raises(FileRefused) as refused:
        read()
    assert (refused.value.code, refused.value.facts["name"], len(came)) == ("too_many_rows", "x.xlsx", 1000)


def test_whoever_has_seen_enough_leaves_and_the_child_ends() -> None:
    content = texts([["Key"], *([f"{number}" * 40] for number in range(20_000))])
    with open_sheet(content, name="x.xlsx", columns=PAIR) as (_sheet, rows):
        first = next(rows)
    assert first == Row(2, ("0" * 40, None))


def test_a_stray_cell_in_the_last_row_costs_no_more_than_its_row() -> None:
    content = book(row("Key", "Note"), row("A"), '<row r="1048576"><c r="B1048576"><v>1</v></c></row>')
    assert read_sheet(content, name="x.xlsx", columns=PAIR).rows == [Row(2, ("A", None)), Row(1_048_576, (None, 1))]


def test_a_workbook_of_200_000_rows_is_read_whole() -> None:
    rows = (row(f"k{number}", number_cell(number)) for number in range(200_000))
    sheet = read_sheet(book(row("Key", "Note"), *rows), name="x.xlsx", columns=PAIR)
    assert (len(sheet.rows), sheet.rows[-1]) == (200_000, Row(200_001, ("k199999", 199_999)))

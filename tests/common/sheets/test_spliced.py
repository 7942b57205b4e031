"""A workbook spliced of pieces reads like one that was written in one go, for every program that reads it."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from common.sheets.reader import read_sheet
from common.sheets.shapes import Column
from common.sheets.spliced import packed_rows, splice, spliced

HEADERS = ["Key 键", "Note"]


def workbook_of(*pieces: list[list[str]]) -> bytes:
    """The workbook of rows that were packed piece by piece."""
    file, before, packed = BytesIO(), 0, []
    for rows in pieces:
        packed.append(packed_rows(rows, before=before))
        before += len(rows)
    splice(file, HEADERS, packed)
    return file.getvalue()


def read(content: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))


def test_pieces_are_one_sheet_in_their_order() -> None:
    content = workbook_of([["a", "1"], ["b", "2"]], [["c", "3"]], [["d", "4"]])
    expected = [("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]
    assert read(content) == [tuple(HEADERS), *expected]
    assert CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[1:] == [list(row) for row in expected]
    assert [row.cells for row in read_sheet(content, name="x.xlsx", columns=[Column("key", ("Key 键",))]).rows] == [
        (key,) for key in "abcd"
    ]


def test_the_archive_is_whole() -> None:
    with zipfile.ZipFile(BytesIO(workbook_of([["a", "1"]], [["b", "2"]]))) as archive:
        assert (archive.testzip(), len(archive.namelist())) == (None, 6)


def test_its_beginning_is_sent_before_its_rows_are_asked_for() -> None:
    asked: list[str] = []

    def rows() -> Iterator[bytes]:
        asked.append("rows")
        yield packed_rows([["a", "1"]], before=0)

    sending = spliced(HEADERS, rows())
    beginning = next(sending)
    assert (beginning[:2], asked) == (b"PK", [])
    assert read(beginning + b"".join(sending)) == [tuple(HEADERS), ("a", "1")]


def test_without_rows_there_are_headers() -> None:
    assert read(workbook_of()) == [tuple(HEADERS)]


def test_an_empty_cell_keeps_its_place() -> None:
    assert read(workbook_of([["", "1"], ["", ""], ["b", ""]]))[1:] == [(None, "1"), (None, None), ("b", None)]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "@x", "0013800001111", "<b>&amp;</b>", '"', "]]>", " around ", "two\nlines", "tab\t", "𠮷", "a_x000D_b", "_x005F_"],
)
def test_every_text_is_kept_as_text(text: str) -> None:
    cell = openpyxl.load_workbook(BytesIO(workbook_of([[text, "x"]]))).active["A2"]
    assert (cell.data_type, unescaped(str(cell.value))) == ("s", text)
    assert CalamineWorkbook.from_filelike(BytesIO(workbook_of([[text, "x"]]))).get_sheet_by_index(0).to_python()[1][1] == "x"


@pytest.mark.parametrize("text", ["\x00", "\x0b", "\x1f", "\r", "\ufffe"])
def test_what_xml_can_not_hold_is_written_as_spreadsheets_write_it(text: str) -> None:
    assert f"a_x{ord(text):04X}_b".encode() in zipfile.ZipFile(BytesIO(workbook_of([[f"a{text}b", ""]]))).read("xl/worksheets/sheet1.xml")


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(str(read(workbook_of([["长" * 40_000, ""]]))[1][0])) == 32_767


def test_the_header_stays_and_is_bold() -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook_of([["a", "1"]]))).active
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].font.bold) == ("A2", True, False)


def unescaped(text: str) -> str:
    """openpyxl shows some escapes as they are written."""
    return text.replace("_x005F_", "_")

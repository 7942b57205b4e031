"""Workbooks: every cell is what the person sees in it, or marked as something nobody should trust."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from common.sheets.places import are_surely_apart
from common.sheets.reader import read_sheet
from common.sheets.refused import FileRefused
from common.sheets.shapes import Formula, Limits, Merged, Moment
from common.sheets.sheet import Notice, Row, Sheet
from tests.common.sheets.grants import PAIR
from tests.common.sheets.test_preflight import GOOD, lying
from tests.common.sheets.workbooks import book, number_cell, packed, parts, row, sheet, texts

HEADER = row("Key", "Note")
DAY = datetime.date(2026, 11, 1)


def read(content: bytes, **choices: object) -> Sheet:
    """Read with the pair of columns."""
    return read_sheet(content, name="file.xlsx", columns=PAIR, **choices)  # type: ignore[arg-type]


def cells(*rows: str, **xml: str) -> list[tuple[object, ...]]:
    """The cells of the rows below the header."""
    return [read_row.cells for read_row in read(book(HEADER, *rows, **xml)).rows]


def refused(content: bytes, **choices: object) -> FileRefused:
    """The refusal of the file."""
    with pytest.raises(FileRefused) as caught:
        read(content, **choices)
    return caught.value


def test_rows_are_numbered_as_the_spreadsheet_shows_them_and_blank_ones_left_out() -> None:
    content = book(
        row("", "", attributes='r="1"'), row("Note", "Key", attributes='r="3"'), row(), row("n", "A"), row(" ", ""), row("", "B")
    )
    assert read(content).rows == [Row(5, ("A", "n")), Row(7, ("B", None))]


def test_cells_that_do_not_begin_in_column_a_are_found() -> None:
    content = book('<row r="2"><c r="C2" t="str"><v>Key</v></c></row>', '<row r="3"><c r="C3" t="str"><v>A</v></c></row>')
    assert read(content).rows == [Row(3, ("A", None))]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (number_cell("10001"), 10001),
        (number_cell("13800001111.0"), 13800001111),
        (number_cell("1.38E+10", style=5), 13800000000),
        (number_cell("1.5"), 1.5),
        (number_cell("12345678901234567890"), 12345678901234567890.0),
        (number_cell("46327", style=1), DAY),
        (number_cell("46327", style=2), DAY),
        (number_cell("46327.5", style=2), Moment("2026-11-01 12:00:00")),
        (number_cell("42", style=3), "000042"),
        (number_cell("42", style=6), "G0042"),
        (number_cell("0.5", style=4), "50%"),
        (number_cell("NaN"), Formula("#NUM!")),
        (number_cell("1e400"), Formula("#NUM!")),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="d"><v>2026-11-01</v></c>', DAY),
        ('<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c>', "ab"),
        ('<c t="inlineStr"><is><t>_x005F_x000D_</t></is></c>', "_x000D_"),
    ],
)
def test_a_cell_is_what_the_person_sees_in_it(cell: str, value: Any) -> None:
    assert cells(row(cell)) == [(value, None)]


def test_dates_follow_the_date_system_of_the_workbook() -> None:
    content = book(HEADER, row(number_cell("44865", style=1)), properties='date1904="1"')
    assert read(content).rows[0].cells == (DAY, None)


@pytest.mark.parametrize(
    "cell",
    [
        "<c><f>1+1</f><v>2</v></c>",
        "<c><v>2</v><f>1+1</f></c>",
        '<c t="str"><f>1+1</f><v>two</v></c>',
        '<c r="A2"><f>1+1</f></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:f>1+1</x:f><x:v>2</x:v></x:c>',
    ],
)
def test_a_formula_is_told_whatever_value_was_cached(cell: str) -> None:
    assert cells(f"<row>{cell}</row>") == [(Formula("1+1"), None)]


def test_a_formula_without_a_value_below_all_rows_is_not_lost() -> None:
    content = book(HEADER, row("A"), '<row r="9"><c r="B9"><f>NOW()</f></c></row>')
    assert read(content).rows == [Row(2, ("A", None)), Row(9, (None, Formula("NOW()")))]


def test_an_array_formula_marks_every_cell_that_it_fills() -> None:
    first = '<c r="A2"><f t="array" ref="A2:A3">B1:B2</f><v>1</v></c>'
    assert cells(row(first), row(number_cell(2)), row("C")) == [(Formula("B1:B2"), None), (Formula("B1:B2"), None), ("C", None)]


def test_a_shared_formula_marks_the_cells_that_repeat_it() -> None:
    rows = [row(f'<c><f t="shared" si="0">{text}</f><v>1</v></c>') for text in ("B1", "")]
    assert cells(*rows) == [(Formula("B1"), None), (Formula(""), None)]


def test_an_error_without_a_formula_is_not_read_as_blank() -> None:
    assert cells(row("A", '<c t="e"><v>#N/A</v></c>')) == [("A", Formula("#N/A"))]


def test_a_formula_of_a_conditional_format_marks_nothing() -> None:
    after = '<extLst><ext><x14:f xmlns:x14="urn:x">A1</x14:f></ext></extLst>'
    assert cells(row("A"), after=after) == [("A", None)]


def test_every_cell_of_a_merged_range_is_marked_and_names_the_range() -> None:
    merge = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    assert cells(row("A", "x"), row("", "y"), row("B"), after=merge) == [(Merged("A2:A3"), "x"), (Merged("A2:A3"), "y"), ("B", None)]


def test_a_row_merged_across_is_kept_and_a_merged_header_is_not_minded() -> None:
    content = book(row("Key", "Note"), row("A"), after='<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="A2:B2"/></mergeCells>')
    assert read(content).rows == [Row(2, (Merged("A2:B2"), Merged("A2:B2")))]


def test_hidden_rows_columns_and_sheets_are_counted_for_a_warning() -> None:
    xml = sheet(
        HEADER,
        row("A", attributes='hidden="1"'),
        row("B", attributes='ht="0"'),
        row("", attributes='hidden="1"'),
        before='<cols><col min="2" max="9" hidden="true"/></cols>',
    )
    content = packed(parts({"Sheet1": xml, "Old": sheet(HEADER, row("Z"))}, states={"Old": "veryHidden"}))
    read_sheet = read(content)
    assert read_sheet.warnings == (Notice("hidden_rows", 2), Notice("hidden_columns", 1), Notice("hidden_sheets", 1))
    assert [read_row.cells[0] for read_row in read_sheet.rows] == ["A", "B"]
    assert read_sheet.warnings[0].sentence == "2 hidden or filtered rows are in the file, and are read like all others."


def test_the_only_visible_sheet_with_the_columns_is_chosen() -> None:
    content = packed(parts({"Help": sheet(row("How to")), "Data": sheet(HEADER, row("A")), "Old": sheet(HEADER)}, states={"Old": "hidden"}))
    assert read(content).sheet_name == "Data"


def test_several_sheets_with_the_columns_ask_for_a_choice() -> None:
    content = packed(parts({"One": sheet(HEADER, row("A")), "Two": sheet(HEADER, row("B"))}))
    assert refused(content).code == "sheet_ambiguous"
    assert refused(content).facts["sheets"] == "One, Two"
    assert read(content, sheet="Two").rows == [Row(2, ("B", None))]


def test_no_sheet_with_the_columns_names_the_sheets() -> None:
    content = packed(parts({"One": sheet(row("x")), "Two": sheet(row("y"))}))
    assert refused(content).facts == {"name": "file.xlsx", "columns": "Key / 编码", "sheets": "One, Two"}
    assert refused(content, sheet="Three").message == "There is no visible sheet “Three”. The sheets are: One, Two."


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (book(), "file_empty"),
        (book(row(" ", "")), "file_empty"),
        (book(HEADER), "no_rows"),
        (book(HEADER, row("", " ")), "no_rows"),
        (book(row("Note", "x"), row("A", "B")), "header_missing"),
        (book(HEADER, row("<c><f>1</f></c>"), before="<sheetData>"), "file_damaged"),
        (book(HEADER, '<row><c t="s"><v>0</v></c></row>'), "file_damaged"),
        (book(HEADER, '<row><c t="n"><v> 5 </v></c></row>'), "file_damaged"),
        (packed(GOOD | {"xl/_rels/workbook.xml.rels": "<Relationships/>"}), "file_damaged"),
        (packed(GOOD | {"xl/workbook.xml": "<workbook"}), "file_damaged"),
        (packed(GOOD | {"xl/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><styleSheet/>'}), "xml_unsafe"),
        (packed(GOOD | {"xl/theme.xml": '<!DOCTYPE x SYSTEM "http://example.test/x"><x/>'}), "xml_unsafe"),
        (packed(GOOD | {"xl/worksheets/sheet1.xml": GOOD["xl/worksheets/sheet1.xml"].encode("utf-16")}), "xml_unsafe"),
        (packed(GOOD | {"xl/styles.xml": '<?xml version="1.0" encoding="utf-7"?><styleSheet/>'}), "xml_unsafe"),
        (lying("xl/worksheets/sheet1.xml", 40), "archive_unsafe"),
        (lying("xl/worksheets/sheet1.xml", 4000), "archive_unsafe"),
    ],
)
def test_a_workbook_that_cannot_be_read_safely_is_refused(content: bytes, code: str) -> None:
    assert refused(content).code == code


def test_more_rows_than_the_limit_are_refused() -> None:
    content = texts([["Key"], *([str(number)] for number in range(11))])
    assert refused(content, limits=Limits(rows=10)).code == "too_many_rows"
    assert len(read(content, limits=Limits(rows=11)).rows) == 11


def test_a_child_that_reaches_its_memory_limit_dies_alone_and_the_file_is_too_big() -> None:
    content = book(HEADER, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert refused(content).code == "file_too_big"


def test_a_child_that_reaches_its_time_limit_dies_alone_and_the_file_is_too_big() -> None:
    content = book(HEADER, *(row(number_cell(number, style=3)) for number in range(50_000)))
    assert refused(content, limits=Limits(cpu_seconds=0)).code == "file_too_big"


def test_a_refusal_names_the_file_and_speaks_to_people() -> None:
    refusal = refused(book(row("Note")))
    assert refusal.facts == {"name": "file.xlsx", "missing": "Key / 编码", "found": "Note"}
    assert refusal.message == ("The columns Key / 编码 are missing. The first row that is not empty must hold the headers; it holds: Note.")


@pytest.mark.parametrize(
    "value",
    ["<![CDATA[50]]>", "&#53;", "&#x35;", "1<!-- x -->2", "1<?x y?>2", "1&amp;2", "<!-- -->5", "5<!-- -->"],
)
@pytest.mark.parametrize("kind", ["", ' t="n"', ' t="s"'])
def test_a_value_that_would_be_read_as_another_refuses_the_file(value: str, kind: str) -> None:
    assert refused(book(HEADER, row("A", f"<c{kind}><v>{value}</v></c>"))).code == "file_damaged"


def test_a_text_that_would_be_cut_refuses_the_file_and_its_references_do_not() -> None:
    assert cells(row("A", '<c t="str"><v>R&amp;D &#20013;</v></c>')) == [("A", "R&D 中")]
    assert cells(row("<c t='inlineStr'><is><t>a<![CDATA[b]]>&#53;<!-- x -->c</t></is></c>")) == [("ab5c", None)]
    assert refused(book(HEADER, row("A", '<c t="str"><v>a<![CDATA[b]]></v></c>'))).code == "file_damaged"


PLACED = ('<row r="1"><c r="A1" t="str"><v>Key</v></c><c r="B1" t="str"><v>Note</v></c></row>', '<row r="2"><c r="A2"><v>1</v></c></row>')


@pytest.mark.parametrize("dress", [lambda xml: xml, lambda xml: xml.replace('"', "'"), lambda xml: xml.replace("<c ", "<c s='0' ")])
@pytest.mark.parametrize(
    "written",
    [
        '<row r="3"><c r="B3"><v>4</v></c><c r="B3"><v>6</v></c></row>',
        '<row r="3"><c r="B3"><v>4</v></c><c r="A3"><v>1</v></c><c r="B3"/></row>',
        '<row r="2"><c r="A2"><v>4</v></c></row>',
        '<row r="2"><c r="B2"><v>4</v></c></row>',
        '<row r="5"/><row r="4"><c r="A4"><v>4</v></c></row>',
        '<row r="3"><c r="B2"><v>4</v></c></row>',
        '<row r="3"><c r="B4"><v>4</v></c></row>',
        '<row r="3"><c r="B3"/><c r="A3"/><c/></row>',
        '<row r="3"/><row r="3"/>',
        '<row><c r="A3"/><c r="A3"/></row>',
        '<row r="03"><c r="A3"/></row><row r="3"><c r="A3"/></row>',
    ],
)
def test_two_cells_of_one_place_and_rows_that_do_not_rise_refuse_the_file(written: str, dress: Callable[[str], str]) -> None:
    assert refused(book(*PLACED, dress(written))).code == "file_damaged"


@pytest.mark.parametrize("dress", [lambda xml: xml, lambda xml: xml.replace('"', "'")])
def test_gaps_and_cells_in_any_order_are_read(dress: Callable[[str], str]) -> None:
    last = dress('<row r="7" s="1"><c r="B7"><v>4</v></c><c r="A7"><v>3</v></c></row>')
    content = book(*PLACED, last, after='<rowBreaks count="1"><brk id="2"/></rowBreaks>')
    assert read(content).rows == [Row(2, (1, None)), Row(7, (3, 4))]


@pytest.mark.parametrize("size", [1, 7, 40, 10_000])
def test_places_are_told_without_a_parser_however_the_bytes_are_cut(size: int) -> None:
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    good = (declaration + sheet(*PLACED, '<row r="7" s="1"/>', after='<rowBreaks count="1"/>')).encode()
    bad = good.replace(b'"A2"', b'"A3"')
    assert [are_surely_apart(xml[place : place + size] for place in range(0, len(xml), size)) for xml in (good, bad)] == [size > 60, False]

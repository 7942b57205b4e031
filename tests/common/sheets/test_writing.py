"""Spreadsheets out: typed cells that nothing computes, read back as they were written."""

import datetime
import io
import zipfile
from typing import Any

import pytest

from common.sheets.reader import read_sheet
from common.sheets.shapes import Column
from common.sheets.templates import heading, template_xlsx
from common.sheets.writer import Value, csv_safe, write_xlsx, write_xlsx_to
from tests.common.sheets.grants import GRANTS, PAIR

DAY = datetime.date(2026, 11, 1)


def round_trip(value: Value) -> object:
    """The value after it was written, and read by our own reader."""
    content = write_xlsx(["Key", "Note"], [["A", value]])
    return read_sheet(content, name="out.xlsx", columns=PAIR).rows[0].cells[1]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("=1+1", "=1+1"),
        ("+86 138", "+86 138"),
        ("@x", "@x"),
        ("http://example.test", "http://example.test"),
        ("{=1}", "{=1}"),
        ("007", "007"),
        ("𠮷 <&> \"'", "𠮷 <&> \"'"),
        ("_x000D_", "_x000D_"),
        ("two\nlines", "two\nlines"),
        (10001, 10001),
        (1.5, 1.5),
        (1234567890123456, "1234567890123456"),
        (True, "TRUE"),
        (DAY, DAY),
        (datetime.datetime(2026, 11, 1, 8, 30, tzinfo=datetime.UTC), "2026-11-01 08:30:00+00:00"),
        (None, None),
        ("", None),
        ("x" * 40_000, "x" * 32_767),
    ],
)
def test_a_written_cell_reads_back_as_it_was(value: Any, read: Any) -> None:
    assert round_trip(value) == read


def test_no_text_becomes_a_formula_or_a_link() -> None:
    content = write_xlsx(["Key"], [["=HYPERLINK(1)"], ["http://example.test"], ["mailto:a@b.cn"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    assert (xml.count(b"<f"), xml.count(b"<hyperlink")) == (0, 0)


def test_rows_are_streamed_to_a_file_and_counted() -> None:
    file = io.BytesIO()
    assert write_xlsx_to(file, ["Key"], ([str(number)] for number in range(3)), sheet_name="结果") == 3
    assert read_sheet(file.getvalue(), name="out.xlsx", columns=PAIR).sheet_name == "结果"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", " =1", "|x"])
def test_a_csv_cell_that_would_be_computed_is_prefixed(text: str) -> None:
    assert csv_safe(text) == f"'{text}"


def test_other_csv_cells_stay_as_they_are() -> None:
    assert [csv_safe(value) for value in ("a=b", "", None, -5, DAY, True)] == ["a=b", "", "", "-5", "2026-11-01", "True"]


def test_a_template_is_read_by_its_own_columns_and_keeps_text_as_text() -> None:
    example: list[Value] = ["G01001", "13800001111", "", "张三", "研发中心", "video-month", 1, DAY, None, "谢谢"]
    content = template_xlsx(GRANTS, [example], sheet_name="福利发放", notes={"phone": "11 digits"})
    read = read_sheet(content, name="template.xlsx", columns=GRANTS)
    assert read.columns == tuple(column.key for column in GRANTS)
    assert read.rows[0].cells == ("G01001", "13800001111", None, "张三", "研发中心", "video-month", "1", "2026-11-01", None, "谢谢")


def test_a_heading_is_in_the_language_asked_for_and_stars_what_is_required() -> None:
    assert [heading(column, language="zh-hans") for column in PAIR] == ["编码 *", "备注"]
    assert [heading(column, language="en") for column in PAIR] == ["Key *", "Note"]
    assert heading(Column("x", ("Only",)), language="zh-hans") == "Only"

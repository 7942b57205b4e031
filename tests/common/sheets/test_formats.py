"""Number formats: a cell is read as it shows, or refused."""

import pytest

from common.sheets.formats import is_plain, shown
from common.sheets.reader import read_sheet
from common.sheets.shapes import Reshaped
from tests.common.sheets.grants import PAIR
from tests.common.sheets.workbooks import CONCEALING_FORMATS, MAIN, STYLE_OF, number_cell, packed, parts, row, sheet

# What spreadsheet programs write of themselves: built in, in Chinese and in English, and the buttons for money and thousands.
WRITTEN_BY_PROGRAMS = [
    "", "General", "GENERAL", "G/通用格式", "@", "0", "0.00", "#,##0", "#,##0.00", "0.00E+00", "##0.0E+0", "0_ ", "0.00_ ", "#,##0.00_ ",
    "0_);[Red]\\(0\\)", "0_ ;[Red]\\-0\\ ", "#,##0_);(#,##0)", "#,##0_);[Red](#,##0)", "#,##0.00_);(#,##0.00)", "#,##0;-#,##0", "General;@",
    "$#,##0_);($#,##0)", "¥#,##0;¥-#,##0", '"¥"#,##0.00;[Red]"¥"\\-#,##0.00', "[$¥-804]#,##0.00", "#,##0.00 [$€-407]", "[$-804]0",
]  # fmt: skip
ACCOUNTING = [
    '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
]


@pytest.mark.parametrize("code", WRITTEN_BY_PROGRAMS)
def test_a_format_that_programs_write_shows_every_number_itself(code: str) -> None:
    assert is_plain(code)
    assert [shown(number, code) for number in (13800001111, 0, -5, 1.5)] == [13800001111, 0, -5, 1.5]


@pytest.mark.parametrize("code", ACCOUNTING)
def test_an_accounting_format_shows_all_but_nought(code: str) -> None:
    assert [shown(number, code) for number in (1001, -5, 0)] == [1001, -5, Reshaped("0")]


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (1001, '"G"00000;-0', "G01001"),
        (1001, '[Red]"G"00000', "G01001"),
        (1001, '"G"00000_ ', "G01001"),
        (1001, "\\G00000", "G01001"),
        (1001, '"G"00000;"G"00000;0;@', "G01001"),
        (1001, '"G"#####', "G1001"),
        (42, "0000_);(0000)", "0042"),
        (42, "[$-804]0000", "0042"),
        (42, "0000;[Red]0000", "0042"),
        (0, "0000;-0000;0", 0),
        (421, "00-00", "04-21"),
        (12345, "00-00", "123-45"),
        (19911978347, "000 0000 0000", "199 1197 8347"),
        (19911978347, '"+86"0', "+8619911978347"),
        (3, '0"元"', "3元"),
        (3, '0"0"', "30"),
        (3, '#"5"0', "53"),
        (42, "[$¥-804]0000", "¥0042"),
        (0.125, "0.0%", "12.5%"),
        (3, "# ?/?", 3),
    ],
)
def test_a_format_that_shows_another_text_is_read_as_that_text(number: float, code: str, text: object) -> None:
    assert shown(number, code) == text
    assert not is_plain(code)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1000, "0,"), (9, '"1"'), (3, ";;;"), (3, ';;"x"'), (-3, "0;[Red]0"), (-42, "0000"), (0, "#"), (1 / 3, "# ?/?"), (3, "[DBNum1]0"),
        (3, "[>5]0;0"), (1001, "G00000"), (3, "0.0,"), (46327, "aaaa"), (3, "[$-2000000]0"), (42, "0,000"), (0.126, "0%"),
        (1234567890123456, '"G"0'), (1.5, "0000"), (3, "+0,"), (3, "*x0"), (3, '"'), (3, "[h]"),
    ],
)  # fmt: skip
def test_a_number_that_is_shown_as_nobody_can_tell_is_not_read(number: float, code: str) -> None:
    assert isinstance(shown(number, code), Reshaped)
    assert not is_plain(code)


@pytest.mark.parametrize("code", CONCEALING_FORMATS)
def test_a_cell_under_such_a_format_comes_through_as_what_is_refused(code: str) -> None:
    content = packed(parts({"Sheet1": sheet(row("Key", "Note"), row("A", number_cell(3, style=STYLE_OF[code])))}))
    assert [read.cells for read in read_sheet(content, name="x", columns=PAIR).rows] == [("A", Reshaped("3"))]


def test_a_cell_without_a_style_has_the_first_one() -> None:
    first = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="9"/></cellXfs></styleSheet>'
    content = packed(parts({"Sheet1": sheet(row("Key"), row("<c><v>3</v></c>"))}) | {"xl/styles.xml": first})
    assert [read.cells for read in read_sheet(content, name="x", columns=PAIR).rows] == [("300%", None)]

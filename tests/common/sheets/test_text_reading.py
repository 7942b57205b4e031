"""CSV and text: decoded strictly, split as told by the header, numbered by line, refused with the line."""

import pytest

from common.sheets.reader import read_list, read_sheet
from common.sheets.refused import FileRefused
from common.sheets.shapes import Limits
from common.sheets.sheet import Row, Sheet
from tests.common.sheets.grants import CODES, PAIR

LAYOUTS = [("code",), ("card_no", "code")]


def read(content: bytes, **choices: object) -> Sheet:
    """Read with the pair of columns."""
    return read_sheet(content, name="file.csv", columns=PAIR, **choices)  # type: ignore[arg-type]


def refused(content: bytes, **choices: object) -> tuple[str, object]:
    """The code of the refusal, and the line it names."""
    with pytest.raises(FileRefused) as caught:
        read(content, **choices)
    return caught.value.code, caught.value.facts.get("line")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_every_encoding_that_spreadsheet_programs_write(encoding: str) -> None:
    content = "编码,备注\nA,𠮷㐂 你好\n".encode(encoding)
    assert read(content).rows == [Row(2, ("A", "𠮷㐂 你好"))]


def test_only_a_guessed_encoding_asks_for_confirmation_and_shows_a_sample() -> None:
    content = "编码,备注\nABC-1,你好·世界 x\n".encode("gb18030")
    guessed = read(content)
    assert (guessed.encoding, guessed.needs_confirmation) == ("gb18030", True)
    assert guessed.sample == ("编码", "备注", "你好·世界")
    assert not read(content, encoding="gb18030").needs_confirmation
    assert not read("编码\nA\n".encode()).needs_confirmation


def test_chinese_that_happens_to_be_utf8_is_a_guess_too() -> None:
    content = "Key,Note\nA,模\n".encode("gbk")
    guessed = read(content)
    assert (guessed.encoding, guessed.needs_confirmation, guessed.sample) == ("utf-8", True, ("ģ",))
    assert read(content, encoding="gb18030").rows == [Row(2, ("A", "模"))]
    assert not read("Key,Note\nA,José 模\n".encode()).needs_confirmation


def test_a_sample_never_shows_a_code() -> None:
    content = "卡密\nabcd－efgh－ijkl\n".encode("gb18030")
    assert read_list(content, name="codes.csv", columns=CODES, layouts=LAYOUTS).sample == ("卡密",)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("Key\nA\ncafé,\n".encode("latin-1"), ("encoding_unknown", 3)),
        ("编码\n".encode("gb18030") + "你好，世界\n".encode() + "世界和平\n".encode("gb18030"), ("encoding_mixed", 2)),
        (b"\xef\xbb\xbfKey\n\xff\n", ("encoding_unknown", 2)),
        (b"Key\nA\nB\0\n", ("text_nul", 3)),
        (b'Key,Note\nA,x\nB,"y\nC,z\n', ("quote_unbalanced", 3)),
        (b'Key,Note\nA,"x"y\n', ("quote_unbalanced", 2)),
        (b"Key,Note\nA,x\nB,y, z\n", ("too_many_cells", 3)),
        (b"Note\nA\n", ("header_missing", None)),
        (b"Key,Note\n", ("no_rows", None)),
        (b'Key,Note\n"", \n', ("no_rows", None)),
    ],
)
def test_a_file_that_cannot_be_read_without_guessing_is_refused_with_the_line(content: bytes, refusal: tuple[str, int | None]) -> None:
    assert refused(content) == refusal


def test_a_wrong_confirmation_is_refused_rather_than_replaced() -> None:
    assert refused("编码\n你\n".encode("gb18030"), encoding="utf-8") == ("encoding_unknown", 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_told_from_the_file(delimiter: str, ending: str) -> None:
    lines = [delimiter.join(cells) for cells in (["Key", "Note"], ["A", "1,5;6"], ["B", ""])]
    lines[1] = lines[1].replace("1,5;6", '"1,5;6"')
    assert read(ending.join(lines).encode()).rows == [Row(2, ("A", "1,5;6")), Row(3, ("B", None))]


def test_a_row_has_the_number_of_its_first_line() -> None:
    content = b'\nKey,Note\r\nA,"two\r\nlines ""quoted"""\r\n\r\n,\r\nB,x,,\r\n'
    assert read(content).rows == [Row(3, ("A", 'two\r\nlines "quoted"')), Row(7, ("B", "x"))]


def test_a_very_long_text_is_read_for_its_column_to_refuse() -> None:
    assert read(b"Key,Note\nA," + b"x" * 140_000 + b"\n").rows == [Row(2, ("A", "x" * 140_000))]


def test_more_rows_than_the_limit_are_refused() -> None:
    assert refused(b"Key\n" + b"A\n" * 11, limits=Limits(rows=10)) == ("too_many_rows", None)


def test_a_list_without_headers_is_read_by_the_number_of_fields() -> None:
    content = b"ABCD-1\n\n620001,ABCD-2\n"
    listed = read_list(content, name="codes.txt", columns=CODES, layouts=LAYOUTS)
    assert listed.columns == ("code", "card_no")
    assert listed.rows == [Row(1, ("ABCD-1", None, None)), Row(3, ("ABCD-2", "620001", None))]


def test_a_list_with_headers_is_read_by_them() -> None:
    content = b"Card no.,Code,Expires on\n620001,ABCD-1,2027-12-31\n"
    assert read_list(content, name="codes.csv", columns=CODES, layouts=LAYOUTS).rows == [Row(2, ("ABCD-1", "620001", "2027-12-31"))]


def test_a_line_of_a_list_with_another_number_of_fields_refuses_the_file() -> None:
    with pytest.raises(FileRefused) as caught:
        read_list(b"A\nB,C,D\n", name="codes.txt", columns=CODES, layouts=LAYOUTS)
    assert (caught.value.code, caught.value.facts["line"], caught.value.facts["fields"]) == ("list_has_no_header", 2, 3)


@pytest.mark.parametrize(
    "first",
    ["序列号,激活码", "激活码", "卡号,有效期", "Card no.,Secret", "卡 号,x", "Gift card code", "Code (secret)", "卡密（16位）", "合计"],
)
def test_a_header_that_lacks_the_code_is_never_taken_for_one(first: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read_list(f"{first}\nS1,ABCD1234\n".encode(), name="codes.txt", columns=CODES, layouts=LAYOUTS)
    assert (caught.value.code, caught.value.facts["missing"]) == ("header_missing", "Code / 卡密")


@pytest.mark.parametrize("first", ["ABCD-EFGH", "ＡＢＣＤ－１", "A B 1", "code123", "6200 01", "ABCDEFGH,IJKL"])
def test_a_first_line_as_codes_are_begins_a_list(first: str) -> None:
    listed = read_list(f"{first}\n620001,ABCD-2\n".encode(), name="codes.txt", columns=CODES, layouts=LAYOUTS)
    assert [row.number for row in listed.rows] == [1, 2]

"""What a file is, judged by content: everything but .xlsx and text is refused, with the remedy."""

import io
import stat
import struct
import time
import zipfile
import zlib

import pytest

from common.sheets.preflight import Kind, recognise
from common.sheets.shapes import Limits, Unfit
from tests.common.sheets.workbooks import book, packed, parts, row, sheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = parts({"Sheet1": sheet(row("Key"), row("A"))})


def refusal(content: bytes, limits: Limits | None = None) -> str:
    """The code with which preflight refuses the content."""
    with pytest.raises(Unfit) as caught:
        recognise(content, limits or Limits())
    return caught.value.code


def test_a_workbook_and_a_text_are_told_apart_by_content() -> None:
    assert recognise(book(row("Key")), Limits()) is Kind.WORKBOOK
    assert recognise("编码\nA\n".encode("gb18030"), Limits()) is Kind.TEXT
    assert recognise(b"PK001,PK002\n", Limits()) is Kind.TEXT


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "file_empty"),
        (OLE + b"\0" * 512 + "Workbook".encode("utf-16-le"), "file_xls"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        (OLE + b"\0" * 512 + "WordDocument".encode("utf-16-le"), "file_not_spreadsheet"),
        (b"\r\n<html><body><table>", "file_html"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "file_html"),
        (b'<?xml version="1.0"?><Workbook>', "file_html"),
        ("\ufeff<table>".encode("utf-16-le"), "file_html"),
        (b"%PDF-1.7\n", "file_pdf"),
        (b"\x89PNG\r\n\x1a\n", "file_not_spreadsheet"),
        (b"MZ\x90\0", "file_not_spreadsheet"),
        (b"Key\nA\n" + book(row("Key")), "file_not_spreadsheet"),
        (b"PK\x03\x04" + b"\0" * 100, "file_damaged"),
        (book(row("Key"))[:-40], "file_damaged"),
    ],
)
def test_other_formats_are_refused_by_what_they_are(content: bytes, code: str) -> None:
    assert refusal(content) == code


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"xl/vbaProject.bin": b"x"}, "file_macro"),
        ({"[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}, "file_macro"),
        ({"xl/workbook.bin": b"x"}, "file_xlsb"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}, "file_ods"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, "file_not_spreadsheet"),
        ({"xl/embeddings/book.xlsx": book(row("Key"))}, "archive_nested"),
        ({"xl/embeddings/ole.bin": OLE}, "archive_nested"),
        ({"../evil.xml": "<x/>"}, "archive_unsafe"),
        ({"xl/..\\..\\evil.xml": "<x/>"}, "archive_unsafe"),
        ({"/etc/evil.xml": "<x/>"}, "archive_unsafe"),
        ({"C:/evil.xml": "<x/>"}, "archive_unsafe"),
        ({"xl/worksheets/SHEET1.xml": "<x/>"}, "archive_unsafe"),
    ],
)
def test_a_container_with_strange_entries_is_refused(extra: dict[str, str | bytes], code: str) -> None:
    assert refusal(packed(GOOD | extra)) == code


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert refusal(packed({"a.txt": "x"})) == "file_not_spreadsheet"
    assert refusal(packed({})) == "file_not_spreadsheet"


def test_a_symbolic_link_in_the_container_is_refused() -> None:
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refusal(with_entry(link, b"/etc/passwd")) == "archive_unsafe"


def test_an_entry_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = with_entry(zipfile.ZipInfo("xl/workbook.xml"), b"<other/>")
    assert refusal(content) == "archive_unsafe"


def test_bytes_before_or_after_the_container_are_refused() -> None:
    content = packed(GOOD)
    assert refusal(content[:30] + content) == "archive_unsafe"
    assert refusal(content + b"<script>") == "archive_unsafe"
    commented = io.BytesIO(content)
    with zipfile.ZipFile(commented, "a") as archive:
        archive.comment = b"<script>"
    assert refusal(commented.getvalue()) == "archive_unsafe"


def test_a_bomb_is_refused_within_50_ms_from_its_declared_sizes() -> None:
    bomb = packed(GOOD | {"xl/media/zeros.bin": b"\0" * 30_000_000})
    began = time.perf_counter()
    assert refusal(bomb) == "archive_bomb"
    assert time.perf_counter() - began < 0.05


def test_more_unpacked_bytes_or_entries_than_the_limits_are_refused() -> None:
    assert refusal(packed(GOOD), Limits(unpacked_bytes=500)) == "archive_bomb"
    assert refusal(packed(GOOD | {f"xl/media/{n}.png": b"x" for n in range(200)})) == "archive_bomb"


def test_a_file_above_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(Unfit) as caught:
        recognise(b"a" * 21, Limits(file_bytes=20))
    assert (caught.value.code, caught.value.facts["rows"]) == ("file_too_big", 200_000)


def test_an_encrypted_entry_is_refused() -> None:
    content = bytearray(packed(GOOD))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert refusal(bytes(content)) == "file_encrypted"


def with_entry(info: zipfile.ZipInfo, content: bytes) -> bytes:
    """The good workbook with one more entry."""
    file = io.BytesIO(packed(GOOD))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(info, content)
    return file.getvalue()


def lying(path: str, declared: int) -> bytes:
    """The good workbook, one entry of which declares another unpacked size, and the checksum that goes with it."""
    content = bytearray(packed(GOOD))
    place = content.index(b"PK\x01\x02")
    while content[place + 46 : place + 46 + len(path)] != path.encode():
        place = content.index(b"PK\x01\x02", place + 4)
    seen = GOOD[path].encode()[:declared]
    struct.pack_into("<I", content, place + 16, zlib.crc32(seen))
    struct.pack_into("<I", content, place + 24, declared)
    return bytes(content)

"""What a file is, judged by its content and never by its name, before anything reads it."""

import re
from collections.abc import Sequence
from enum import Enum

from common.sheets.archive import Entry, open_entries, refuse_nested, unpack
from common.sheets.shapes import MEGABYTE, Limits, Unfit

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(rb"\s*<(?:!doctype|\?xml|html|head|body|table|meta|script|style|div|!--)", re.IGNORECASE)
_BINARY = (
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"MZ",
    b"\x7fELF",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"{\\rtf",
    b"SQLite format",
)


class Kind(Enum):
    """The two kinds of file that are read."""

    WORKBOOK = "workbook"
    TEXT = "text"


def recognise(content: bytes, limits: Limits) -> Kind:
    """
    Tell a workbook from text, and refuse everything else.

    :raises Unfit: what the file is instead, or what is unsafe about it.
    """
    if len(content) > limits.file_bytes:
        raise Unfit("file_too_big", rows=limits.rows, megabytes=limits.file_bytes // MEGABYTE)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise Unfit("file_empty")
    if content.startswith(_OLE):
        raise Unfit(_old_office(content))
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _refuse_other_archives(content, open_entries(content, limits))
        return Kind.WORKBOOK
    _refuse_other_formats(content)
    return Kind.TEXT


def _old_office(content: bytes) -> str:
    # A password turns an .xlsx into an OLE container with this stream; an .xls holds one named Workbook or Book.
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "file_encrypted"
    old = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
    return "file_xls" if old else "file_not_spreadsheet"


def _refuse_other_archives(content: bytes, entries: Sequence[Entry]) -> None:
    names = {entry.filename.replace("\\", "/").casefold(): entry for entry in entries}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unfit("file_macro")
    if "xl/workbook.bin" in names:
        raise Unfit("file_xlsb")
    if "content.xml" in names and "mimetype" in names:
        raise Unfit("file_ods" if b"spreadsheet" in b"".join(unpack(content, names["mimetype"])) else "file_not_spreadsheet")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unfit("file_not_spreadsheet")
    if b"macroEnabled" in b"".join(unpack(content, names["[content_types].xml"])):
        raise Unfit("file_macro")
    refuse_nested(content, entries)


def _refuse_other_formats(content: bytes) -> None:
    head = content[:1024]
    if b"%PDF-" in head:
        raise Unfit("file_pdf")
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")) or _MARKUP.match(_narrow(head)):
        raise Unfit("file_html")
    # A zip's directory stands at its end: text in front of one is a file with two meanings.
    if head.startswith(_BINARY) or b"PK\x05\x06" in content[-66_000:]:
        raise Unfit("file_not_spreadsheet")


def _narrow(head: bytes) -> bytes:
    """A head in UTF-16 without its NULs, so that markup shows."""
    return head[2:].replace(b"\0", b"") if head.startswith(_UTF16) else head

"""A quick search of a workbook's XML: what must be refused, and whether a sheet holds anything to mark."""

import re
from collections.abc import Collection, Iterable

from common.sheets.shapes import Unfit

# A search finds too much rather than too little: a hit only means that the sheet is walked.
_SIGNS = (b"<f", b":f", b"mergeCell", b"hidden", b'"e"', b"'e'", b' ht="0', b" ht='0", b' width="0', b" width='0")
_LONGEST_SIGN = 16
_HEAD = 256


def has_signs(chunks: Iterable[bytes], *, xml: bool) -> bool:
    """
    Whether a part may hold anything to mark. Reads to the end, so that its size and checksum are proven.

    :raises Unfit: ``xml_unsafe`` for a DTD, or for an encoding in which signs would not be seen.
    """
    found, head, before = False, b"", b""
    for chunk in chunks:
        if not xml:
            continue
        if len(head) < _HEAD:
            head += chunk[:_HEAD]
            refuse_strange_encoding(head)
        window = before + chunk
        refuse_definitions(window)
        found = found or any(sign in window for sign in _SIGNS)
        before = window[-_LONGEST_SIGN:]
    return found


def uses_style(chunks: Iterable[bytes], styles: Collection[int]) -> bool:
    """Whether a sheet may have a cell of one of these styles. Most workbooks define more than they use."""
    if 0 in styles:
        return True  # The style of every cell that names none.
    needles = [f"s={quote}{style}{quote}".encode() for style in styles for quote in "\"'"]
    return bool(needles) and _has_any(chunks, needles)


def _has_any(chunks: Iterable[bytes], needles: Collection[bytes]) -> bool:
    before = b""
    for chunk in chunks:
        window = before + chunk
        if any(needle in window for needle in needles):
            return True
        before = window[-_LONGEST_SIGN:]
    return False


def refuse_definitions(window: bytes) -> None:
    """Refuse a DTD or an entity by its bytes: well-formed text writes ``<`` as ``&lt;``."""
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
        raise Unfit("xml_unsafe")


def refuse_strange_encoding(first: bytes) -> None:
    """Refuse XML that is not UTF-8: whatever searches its bytes would be blind."""
    declaration = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)", first)
    named = declaration[1].lower() if declaration else b"utf-8"
    if first.startswith((b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")) or named not in {b"utf-8", b"us-ascii"}:
        raise Unfit("xml_unsafe")

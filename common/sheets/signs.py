"""A quick search of a workbook's XML: what must be refused, and whether a sheet holds anything to mark."""

import re
from collections.abc import Iterable

from common.sheets.shapes import Unfit

# A search finds too much rather than too little: a hit only means that the sheet is walked.
_SIGNS = (b"<f", b":f", b"mergeCell", b"hidden", b'="e"', b"='e'", b' ht="0', b" ht='0", b' width="0', b" width='0")
_LONGEST_SIGN = 16


def has_signs(chunks: Iterable[bytes], *, xml: bool) -> bool:
    """
    Whether a part may hold anything to mark. Reads to the end, so that its size and checksum are proven.

    :raises Unfit: ``xml_unsafe`` for a DTD, or for an encoding in which signs would not be seen.
    """
    found, before = False, b""
    for chunk in chunks:
        if not xml:
            continue
        window = before + chunk
        if not before:
            refuse_strange_encoding(chunk)
        refuse_definitions(window)
        found = found or any(sign in window for sign in _SIGNS)
        before = chunk[-_LONGEST_SIGN:]
    return found


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

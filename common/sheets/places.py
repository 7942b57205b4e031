"""A quick look at one sheet's XML: is it certain, without a parser, that every row and every cell has a place of its own?"""

import re
from collections.abc import Iterable
from string import ascii_uppercase

_ROW = re.compile(rb' r="([1-9]\d{0,6})"[ />]')
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[1-9]\d{0,6})"')
_LETTERS = ascii_uppercase.encode()
# Rows and cells under a prefix, and values that are more than characters: those are left to a parser.
_STRANGE = (b"<!", b"<?", b"&", b":row", b":c")
_LONGEST_ROW = 4 * 1024 * 1024
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*\?>")
_BEFORE, _AFTER = b"<sheetData", b"</sheetData"


def are_surely_apart(chunks: Iterable[bytes]) -> bool:
    """Whether rows rise, no cell comes twice and each stands in its row. ``False`` only says that a parser has to look."""
    last, rest, head = 0, b"", True
    for chunk in chunks:
        window = _DECLARATION.sub(b"", chunk, count=1) if head else rest + chunk
        head = False
        if len(rest) > _LONGEST_ROW or any(sign in window for sign in _STRANGE):
            return False
        *rows, rest = window.split(b"<row")
        for row in rows:
            number = _number_after(last, row)
            if number is None:
                return False
            last = number
    return _number_after(last, rest) is not None


def _number_after(last: int, row: bytes) -> int | None:
    """The number of a row; of what is none, the last one; ``None`` where the row, or a cell of it, is out of place."""
    match = _ROW.match(row)
    if match is None:
        # Before the first row, or page breaks after the last one.
        return last if not row.startswith((b" ", b">", b"/")) and not _has_cells(row) else None
    cells = _CELL.findall(row)
    if row.count(b"<c") != len(cells):
        row, _, after = row.partition(_AFTER)
        if row.count(b"<c") != len(cells) or _BEFORE in after:
            return None
    is_apart = len(set(cells)) == len(cells) and b" ".join(cells).translate(None, _LETTERS) == b" ".join([match[1]] * len(cells))
    return int(match[1]) if is_apart and int(match[1]) > last else None


def _has_cells(text: bytes) -> bool:
    return re.search(rb"<c[\s>/]", text) is not None

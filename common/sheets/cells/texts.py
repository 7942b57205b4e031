"""Text, names and keys: kept as written, in NFC (keys: NFKC)."""

import datetime
import re
import unicodedata

from common.sheets.cells.given import digits, given, written
from common.sheets.refused import CellRefused
from common.sheets.shapes import Cell, Moment

# Joins the parts of one emoji, as in a family; between letters it only makes two equal names differ.
_JOINER = "\u200d"
_LINE_BREAKS = "\n\t"
# 1.38E+10: what a spreadsheet writes to CSV for digits it no longer shows.
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+\d+")


def as_text(cell: Cell, max_length: int) -> str:
    """
    Text of several words: a note, a department. Outer spaces go; line breaks within stay, as ``\\n``.

    :raises CellRefused: ``formula_refused``, ``merged_cells``, ``invisible_characters``, ``digits_lost``,
        ``not_text`` or ``text_too_long`` (in characters, not bytes).
    """
    text = unicodedata.normalize("NFC", _written_text(cell)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if _has_invisible(text, allowed=_LINE_BREAKS):
        raise CellRefused("invisible_characters", given=given(text))
    return _bounded(text, max_length)


def as_name(cell: Cell, max_length: int = 64) -> str:
    """
    A person's name. Characters that take no room are left out, so that equal names are equal.

    :raises CellRefused: as ``as_text``; ``invisible_characters`` for line breaks and control characters.
    """
    text = unicodedata.normalize("NFC", _written_text(cell)).strip()
    if text.isprintable():  # Nothing in it takes no room.
        return _bounded(text, max_length)
    seen = "".join(
        character for place, character in enumerate(text) if unicodedata.category(character) != "Cf" or not _is_invisible(text, place)
    )
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in seen):
        raise CellRefused("invisible_characters", given=given(text))
    return _bounded(seen.strip(), max_length)


def as_key(cell: Cell, max_length: int = 64) -> str:
    """
    A key to look something up by: a staff number, a benefit code, a card number. Full-width forms become plain.

    :raises CellRefused: as ``as_text``; ``digits_lost`` also for numbers of more than 15 digits, fractions and
        ``1.38E+10``.
    """
    text = _written_text(cell).strip() if isinstance(cell, str) or cell is None else _exact_text(cell)
    key = unicodedata.normalize("NFKC", text).strip()
    if _SCIENTIFIC.fullmatch(key):
        raise CellRefused("digits_lost", given=given(cell))
    if _has_invisible(key):
        raise CellRefused("invisible_characters", given=given(text))
    return _bounded(key, max_length)


def _written_text(cell: Cell) -> str:
    value = written(cell)
    if value is None:
        return ""
    if isinstance(value, datetime.date | Moment):
        raise CellRefused("not_text", given=given(cell))
    if isinstance(value, float):
        text = format(value, ".15g")
        if "e" in text or float(text) != value:
            raise CellRefused("digits_lost", given=given(cell))
        return text
    return value if isinstance(value, str) else digits(value)


def _exact_text(cell: Cell) -> str:
    value = written(cell)
    return digits(value) if isinstance(value, float) else _written_text(cell)


def _has_invisible(text: str, *, allowed: str = "") -> bool:
    # Most texts are printable as a whole, which Python tells at once.
    if text.isprintable():
        return False
    return any(_is_invisible(text, place) for place in range(len(text)) if text[place] not in allowed)


def _is_invisible(text: str, place: int) -> bool:
    category = unicodedata.category(text[place])
    if category == "Cf":
        joins_emoji = text[place] == _JOINER and place > 0 and unicodedata.category(text[place - 1]) in {"So", "Sk", "Mn"}
        return not joins_emoji
    return category in {"Cc", "Zl", "Zp", "Cs", "Co", "Cn"}


def _bounded(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise CellRefused("text_too_long", length=len(text), limit=max_length, given=given(text))
    return text

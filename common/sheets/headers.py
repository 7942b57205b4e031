"""Matching a header row to the columns asked for: Chinese or English, any order. Free of Django, for the child."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from common.sheets.shapes import Column, Limits, Unfit

# Spaces of every kind, the star of a required column, and the punctuation that people vary.
_IGNORED = re.compile(r"[\s*.:_/\-\u200b\ufeff]+")
_WORD = re.compile(r"[A-Za-z]+")
_LONGEST_CODE = 1_000
_BETWEEN = {"Pd", "Zs", "Cf"}
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column asked for stands (``None`` where it is absent), and what else the row names."""

    positions: tuple[int | None, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...]


def fold(text: str) -> str:
    """The form in which two headers are compared: ``Ｓｔａｆｆ No. *`` equals ``staff no``."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).casefold()


def known_headers(columns: Sequence[Column]) -> dict[str, int]:
    """Every folded header, also two languages side by side (``工号 Staff no.``), to the place of its column."""
    known: dict[str, int] = {}
    for place, column in enumerate(columns):
        spellings = [fold(header) for header in column.headers]
        known |= dict.fromkeys(spellings, place)
        known |= {first + second: place for first, second in permutations(spellings, 2)}
    return known


def has_required(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether the row is a header: it names some column asked for, and every one that is required."""
    known = known_headers(columns)
    found = {known[folded] for folded in map(fold, cells) if folded in known}
    return bool(found) and all(place in found for place, column in enumerate(columns) if column.required)


def is_listed(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether the first row of a list without a header: texts as codes have them, of which none names a column."""
    return all(_is_plain(cell) and not _names_column(cell, columns) for cell in cells)


def _is_plain(cell: str) -> bool:
    """Whether it may be a code: short, and of ASCII, whatever dashes, spaces and invisible marks somebody's program made of it."""
    text = unicodedata.normalize("NFKC", cell)
    return len(text) <= _LONGEST_CODE and all(
        (sign.isascii() and sign.isprintable()) or unicodedata.category(sign) in _BETWEEN for sign in text
    )


def _names_column(cell: str, columns: Sequence[Column]) -> bool:
    # No code has a word of a header beside others and no digit: "Gift card code", "PIN (secret)".
    words = [] if any(map(str.isdigit, cell)) else [word for word in _WORD.findall(cell) if word != cell.strip()]
    return not known_headers(columns).keys().isdisjoint(map(fold, [cell, *words]))


def match_header(cells: Sequence[str], columns: Sequence[Column], *, limits: Limits) -> Header:
    """
    Read one row as the header.

    :raises Unfit: ``header_missing``, ``header_repeated`` or ``too_many_columns``.
    """
    named = {position: cell.strip() for position, cell in enumerate(cells) if cell.strip()}
    if len(named) > limits.columns:
        raise Unfit("too_many_columns", columns=limits.columns)
    known = known_headers(columns)
    places: dict[int, int] = {}
    unknown = []
    for position, text in named.items():
        place = known.get(fold(text))
        if place is None:
            unknown.append(text)
        elif place in places:
            raise Unfit("header_repeated", header=columns[place].headers[0], found=_several([named[places[place]], text]))
        else:
            places[place] = position
    _refuse_missing(places, columns, list(named.values()))
    return Header(
        positions=tuple(places.get(place) for place in range(len(columns))),
        columns=tuple(column.key for place, column in enumerate(columns) if place in places),
        unknown=tuple(unknown),
    )


def _refuse_missing(places: Mapping[int, int], columns: Sequence[Column], found: list[str]) -> None:
    missing = [column for place, column in enumerate(columns) if column.required and place not in places]
    # A header row that names nothing we know is no header row, even where no single column is required.
    if missing or not places:
        raise Unfit("header_missing", missing=named_columns(missing or columns), found=_several(found))


def named_columns(columns: Sequence[Column]) -> str:
    """Columns as a sentence names them: ``Benefit code / 权益编码, Quantity / 数量``."""
    return ", ".join(" / ".join(column.headers[:2]) for column in columns)


def _several(texts: Sequence[str]) -> str:
    shown = [text if len(text) <= _SHOWN else text[:_SHOWN] + "…" for text in texts[:_SHOWN]]
    return ", ".join(shown + ["…"] * (len(texts) > _SHOWN))

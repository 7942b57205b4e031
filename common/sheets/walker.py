"""Finds the marks of one sheet by a strict XML parser, streaming. Only sheets with ``signs`` are walked."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from common.sheets.marks import Area, Marks
from common.sheets.parts import parse, safe_parser
from common.sheets.shapes import Formula, Merged, Unfit

Attributes = dict[str, str]
Act = Callable[[Attributes], None] | None

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)
_TRUE = {"1", "true"}


def walk(chunks: Iterable[bytes], *, formats: dict[int, str]) -> Marks:
    """Read the marks of one sheet. ``formats`` are the cell styles that show something else than the number."""
    parser = safe_parser()
    walker = _Walker(parser, formats)
    parser.StartElementHandler = walker.start
    for chunk in chunks:
        parse(parser, chunk)
    parse(parser, b"", final=True)
    return walker.marks


class _Acts(dict[str, Act]):
    """What to do at a tag. A tag with a prefix does what its local name does."""

    def __init__(self, acts: dict[str, Act], otherwise: Act) -> None:
        super().__init__(acts)
        self._otherwise = otherwise

    def __missing__(self, tag: str) -> Act:
        self[tag] = act = self.get(tag.rpartition(":")[2], self._otherwise)
        return act


class _Walker:
    """Where the parser is, and what it found. Called millions of times: positions are worked out only for a find."""

    def __init__(self, parser: expat.XMLParserType, formats: dict[int, str]) -> None:
        self.marks = Marks()
        self._parser = parser
        self._formats = {str(style): code for style, code in formats.items()}
        self._row, self._reference, self._steps = 0, "", 0
        self._is_in_cell = self._is_error = False
        acts: dict[str, Act] = {"c": self._cell, "f": self._formula, "v": self._value, "row": self._new_row}
        acts |= {"mergeCell": self._merge, "col": self._columns}
        # These may stand in a cell before its formula, and tell nothing; any other tag ends the cell.
        acts |= {"is": None, "t": None, "r": None}
        self._acts = _Acts(acts, self._elsewhere)

    def start(self, tag: str, attributes: Attributes) -> None:
        act = self._acts[tag]
        if act is not None:
            act(attributes)

    def _cell(self, attributes: Attributes) -> None:
        self._is_in_cell = True
        if "r" in attributes:
            self._reference, self._steps = attributes["r"], 0
        else:
            self._steps += 1
        kind = attributes.get("t")
        self._is_error = kind == "e"
        if self._formats and kind in {None, "n"} and (style := attributes.get("s", "0")) in self._formats:
            row, column = self._position()
            self.marks.formats.setdefault(row, {})[column] = self._formats[style]

    def _formula(self, attributes: Attributes) -> None:
        if self._is_in_cell:
            self._capture(attributes)

    def _value(self, _attributes: Attributes) -> None:
        if self._is_error:
            self._capture({})

    def _new_row(self, attributes: Attributes) -> None:
        self._is_in_cell = self._is_error = False
        self._row = _whole(attributes["r"]) if "r" in attributes else self._row + 1
        self._reference, self._steps = "", 0
        if _is_hidden(attributes, size="ht"):
            self.marks.hidden_rows.add(self._row)

    def _merge(self, attributes: Attributes) -> None:
        reference = attributes.get("ref", "")
        self.marks.areas.append(_area(reference, Merged(reference)))

    def _columns(self, attributes: Attributes) -> None:
        if _is_hidden(attributes, size="width"):
            first, last = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
            self.marks.hidden_columns.append((first, last))

    def _elsewhere(self, _attributes: Attributes) -> None:
        self._is_in_cell = False

    def _position(self) -> tuple[int, int]:
        row, column = _place(self._reference) if self._reference else (self._row, 0)
        return row, column + self._steps

    def _capture(self, attributes: Attributes) -> None:
        texts: list[str] = []
        self._parser.CharacterDataHandler = texts.append
        self._parser.EndElementHandler = lambda _tag: self._captured(Formula("".join(texts)), attributes)

    def _captured(self, mark: Formula, attributes: Attributes) -> None:
        unset: Any = None
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = unset
        row, column = self._position()
        self.marks.cells.setdefault(row, {}).setdefault(column, mark)
        # An array or spilled formula fills its whole range, though only one cell carries it.
        if attributes.get("t") in {"array", "dataTable"} and "ref" in attributes:
            self.marks.areas.append(_area(attributes["ref"], mark))


def _is_hidden(attributes: Attributes, *, size: str) -> bool:
    return attributes.get("hidden") in _TRUE or not attributes.get(size, "1").strip("0.")


def _area(reference: str, mark: Formula | Merged) -> Area:
    first, _, last = reference.partition(":")
    top, left = _place(first)
    bottom, right = _place(last) if last else (top, left)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right), mark)


def _place(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise Unfit("file_damaged")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 7:
        raise Unfit("file_damaged")
    return int(text)

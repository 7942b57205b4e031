"""Finds the marks of one sheet by a strict XML parser, streaming. Only sheets with ``signs`` are walked."""

import re
import string
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
_DIGITS, _LETTERS = string.digits, string.ascii_letters


def walk(chunks: Iterable[bytes], *, formats: dict[int, str], watches_values: bool = False) -> Marks:
    """
    Read the marks of one sheet. ``formats`` are the cell styles that show something else than the number.

    :raises Unfit: ``file_damaged`` where a row or a cell comes twice, rows fall, or a cell stands in another's row; with
        ``watches_values``, also where a value is written so that the reader of workbooks reads another one.
    """
    parser = safe_parser()
    walker = _Walker(parser, formats, watches_values=watches_values)
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

    def __init__(self, parser: expat.XMLParserType, formats: dict[int, str], *, watches_values: bool) -> None:
        self.marks = Marks()
        self._parser = parser
        self._formats = {str(style): code for style, code in formats.items()}
        self._row, self._reference, self._steps = 0, "", 0
        self._row_text, self._taken, self._column = "0", set[int](), 0
        self._is_in_cell = self._is_error = False
        self._watches_values, self._is_text = watches_values, False
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
        self._take_place()
        kind = attributes.get("t")
        self._is_error, self._is_text = kind == "e", kind == "str"
        if self._formats and kind in {None, "n"} and (style := attributes.get("s", "0")) in self._formats:
            row, column = self._position()
            self.marks.formats.setdefault(row, {})[column] = self._formats[style]

    def _formula(self, attributes: Attributes) -> None:
        if self._is_in_cell:
            self._capture(attributes)

    def _value(self, _attributes: Attributes) -> None:
        if self._is_error:
            self._capture({})
        elif self._watches_values:
            self._watch()

    def _new_row(self, attributes: Attributes) -> None:
        self._is_in_cell = self._is_error = False
        before, self._row = self._row, _whole(attributes["r"]) if "r" in attributes else self._row + 1
        if self._row <= before:
            raise Unfit("file_damaged")
        self._row_text = str(self._row)
        self._reference, self._steps, self._column = "", 0, 0
        self._taken.clear()
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

    def _take_place(self) -> None:
        if self._steps:
            self._column += 1
        else:
            self._column = _COLUMNS[self._reference.rstrip(_DIGITS)]
            if self._reference.lstrip(_LETTERS) != self._row_text:
                raise Unfit("file_damaged")
        if self._column in self._taken:
            raise Unfit("file_damaged")
        self._taken.add(self._column)

    def _watch(self) -> None:
        """Hear the characters of a value as they are written: as a reference, a comment or a section they were read as nothing."""
        written: list[str] = []
        self._parser.DefaultHandler = written.append
        self._parser.EndElementHandler = lambda _tag: self._watched("".join(written))

    def _watched(self, written: str) -> None:
        unset: Any = None
        self._parser.DefaultHandler = self._parser.EndElementHandler = unset
        # In a text a reference is read as what it means.
        if "<" in written or ("&" in written and not self._is_text):
            raise Unfit("file_damaged")

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


class _Columns(dict[str, int]):
    """The number of a column by its letters, each worked out once."""

    def __missing__(self, letters: str) -> int:
        self[letters] = column = _place(f"{letters}1")[1]
        return column


_COLUMNS = _Columns()


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 7:
        raise Unfit("file_damaged")
    return int(text)

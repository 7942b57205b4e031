"""
What the values of a sheet do not tell: formulas, errors, merged ranges, hidden rows and columns, number formats.

Read by a strict XML parser, streaming, and only for sheets in which ``signs`` found something.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from common.sheets.parts import parse, safe_parser
from common.sheets.shapes import Formula, Merged, Unfit

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_TRUE = {"1", "true"}
# Below a cell these may stand before its formula without ending the cell.
_WITHIN_CELL = {"v", "is", "t", "r"}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners in it, counted from 1, and what stands in each of them."""

    top: int
    left: int
    bottom: int
    right: int
    mark: Formula | Merged


@dataclass(slots=True)
class Marks:
    """What was found in one sheet. Rows and columns count from 1."""

    cells: dict[int, dict[int, Formula]] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    formats: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def areas_by_row(self) -> Callable[[int], list[Area]]:
        """A function from a row number to the areas that cross it; to be asked in rising order."""
        waiting = sorted(self.areas, key=lambda area: area.top, reverse=True)
        crossing: list[Area] = []

        def crossing_at(row: int) -> list[Area]:
            nonlocal crossing
            while waiting and waiting[-1].top <= row:
                crossing.append(waiting.pop())
            if crossing:
                crossing = [area for area in crossing if area.bottom >= row]
            return crossing

        return crossing_at


def walk(chunks: Iterable[bytes], *, formats: dict[int, str]) -> Marks:
    """Read the marks of one sheet, streaming. ``formats`` are the styles that show more than the number."""
    walker = _Walker(formats)
    parser = safe_parser()
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    for chunk in chunks:
        parse(parser, chunk)
    parse(parser, b"", final=True)
    return walker.marks


class _Walker:
    """The handlers of the parser: where it is, and what it found."""

    def __init__(self, formats: dict[int, str]) -> None:
        self.marks = Marks()
        self._formats = {str(style): code for style, code in formats.items()}
        self._row = self._column = 0
        self._in_cell = self._is_error = False
        self._capture: list[str] | None = None
        self._attributes: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "c":
            self._start_cell(attributes)
        elif local == "f" and self._in_cell:
            self._capture, self._attributes = [], attributes
        elif local == "v" and self._in_cell and self._is_error:
            self._capture, self._attributes = [], {}
        elif local == "row":
            self._start_row(attributes)
        elif local == "mergeCell":
            self._in_cell = False
            reference = attributes.get("ref", "")
            self.marks.areas.append(_area(reference, Merged(reference)))
        elif local == "col":
            self._start_columns(attributes)
        elif local not in _WITHIN_CELL:
            self._in_cell = False

    def text(self, text: str) -> None:
        if self._capture is not None:
            self._capture.append(text)

    def end(self, _tag: str) -> None:
        if self._capture is None:
            return
        mark = Formula("".join(self._capture))
        self._capture = None
        self.marks.cells.setdefault(self._row, {}).setdefault(self._column, mark)
        # An array or spilled formula fills its whole range, though only one cell carries it.
        if self._attributes.get("t") in {"array", "dataTable"} and "ref" in self._attributes:
            self.marks.areas.append(_area(self._attributes["ref"], mark))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._in_cell = False
        self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if _is_hidden(attributes, size="ht"):
            self.marks.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if "r" in attributes:
            self._row, self._column = _cell(attributes["r"])
        else:
            self._column += 1
        self._in_cell = True
        kind = attributes.get("t", "n")
        self._is_error = kind == "e"
        if kind == "n" and attributes.get("s") in self._formats:
            self.marks.formats.setdefault(self._row, {})[self._column] = self._formats[attributes["s"]]

    def _start_columns(self, attributes: dict[str, str]) -> None:
        if _is_hidden(attributes, size="width"):
            first, last = _number(attributes.get("min", "")), _number(attributes.get("max", ""))
            self.marks.hidden_columns.append((first, last))


def _is_hidden(attributes: dict[str, str], *, size: str) -> bool:
    if attributes.get("hidden", "0") in _TRUE:
        return True
    return attributes.get(size, "1").strip("0.") == "" and size in attributes


def _area(reference: str, mark: Formula | Merged) -> Area:
    first, _, last = reference.partition(":")
    top, left = _cell(first)
    bottom, right = _cell(last) if last else (top, left)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right), mark)


def _cell(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise Unfit("file_damaged")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Unfit("file_damaged")
    return int(text)

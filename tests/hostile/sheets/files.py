"""From one integer to one file, and to what must come of it. The same number makes the same file."""

import csv
import io
import random
from dataclasses import dataclass, replace
from typing import Any

from tests.common.sheets.corpus import _merge as merge
from tests.common.sheets.corpus import _prefixed as prefixed
from tests.common.sheets.corpus_cells import text
from tests.common.sheets.workbooks import packed, parts, row, sheet
from tests.hostile.sheets.cells import REFUSED, Grown, Medium
from tests.hostile.sheets.kinds import KINDS, Kind
from tests.hostile.sheets.spoiling import Spoilt, spoil_text, spoil_workbook

Rows = dict[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class HostileFile:
    """
    One file and what must come of it.

    ``rows``        by the number that a spreadsheet shows: what must be stored of each cell.
    ``is_refused``  the whole file must be refused.
    ``is_broken``   its bytes were damaged: refused, or read as if they had not been.
    """

    kind: Kind
    name: str
    content: bytes
    rows: Rows
    is_refused: bool = False
    is_broken: bool = False
    trait: str = ""


Grid = list[dict[str, Grown]]


def file_of(seed: int, number: int) -> HostileFile:
    """The file of this number under this seed."""
    rng = random.Random(f"{seed}/{number}")
    kind = KINDS[number % len(KINDS)]
    medium = Medium(is_workbook=rng.random() < 0.6, from_1904=rng.random() < 0.3)
    keys = [column.key for column in kind.columns if column.key in kind.never_missing or rng.random() < 0.8]
    rng.shuffle(keys)
    first = number * 100
    grid = [{key: kind.makers[key](rng, medium, first + place) for key in keys} for place in range(rng.randrange(1, kind.most_rows))]
    header = _header(rng, kind, keys)
    file = (_workbook if medium.is_workbook else _text)(rng, kind, medium, grid, header)
    return file if file.is_refused or rng.random() > 0.25 else _spoilt(rng, file, medium)


@dataclass(frozen=True, slots=True)
class Header:
    """The header row: a text over each key, with ``None`` for a column that nobody asked for."""

    columns: list[tuple[str | None, str]]
    is_wrong: bool = False


def _header(rng: random.Random, kind: Kind, keys: list[str]) -> Header:
    named = {column.key: column.headers for column in kind.columns}
    columns: list[tuple[str | None, str]] = [(key, _dressed(rng, rng.choice(named[key]))) for key in keys]
    for place in range(rng.randrange(3)):
        columns.insert(rng.randrange(len(columns) + 1), (None, f"别的 {place}"))
    wrong = rng.random()
    if wrong < 0.03:
        again = rng.choice(keys)
        return Header([*columns, (None, named[again][0])], is_wrong=True)
    if wrong < 0.05:
        return Header([(key, f"无关 {place}") for place, (key, _) in enumerate(columns)], is_wrong=True)
    return Header(columns)


def _dressed(rng: random.Random, header: str) -> str:
    return rng.choice([header, f" {header} *", header.upper(), header.replace(" ", "\u3000"), f"\ufeff{header}", f"{header}："])


def _workbook(rng: random.Random, kind: Kind, medium: Medium, grid: Grid, header: Header) -> HostileFile:
    gap = rng.randrange(3)
    lines = [row() for _ in range(gap)] + [row(*(text(shown).xml for _key, shown in header.columns))]
    hidden = rng.choice(["", "", 'hidden="1"'])
    for cells in grid:
        written = [cells[key].written if key else text("x") for key, _ in header.columns]
        lines.append(row(*(cell.xml for cell in written), attributes=hidden))
    top = gap + 2
    after = _merge_some(rng, grid, header, top) if rng.random() < 0.15 else ""
    xml = sheet(
        *lines, before=rng.choice(["", '<dimension ref="A1:XFD1048576"/>', '<cols><col min="1" max="2" hidden="1"/></cols>']), after=after
    )
    sheets = {"Sheet1": prefixed(xml) if rng.random() < 0.2 else xml, "说明": sheet(row("How"))}
    if rng.random() < 0.2:
        sheets = {"Old": sheet(*lines[:1]), **sheets}
    written_parts = parts(
        sheets, states={"Old": rng.choice(["hidden", "veryHidden"])}, properties='date1904="1"' if medium.from_1904 else ""
    )
    content = packed(written_parts)
    return HostileFile(kind, "文件.xlsx", content, _rows(grid, range(top, top + len(grid))), is_refused=header.is_wrong, trait=after)


def _merge_some(rng: random.Random, grid: Grid, header: Header, top: int) -> str:
    place = rng.randrange(len(header.columns))
    key = header.columns[place][0]
    first, last = sorted(rng.choices(range(len(grid)), k=2))
    if first == last:
        return ""
    if key:
        for cells in grid[first : last + 1]:
            cells[key] = Grown(cells[key].written, REFUSED)
    letter = chr(ord("A") + place)
    return merge(f"{letter}{top + first}:{letter}{top + last}")


def _text(rng: random.Random, kind: Kind, _medium: Medium, grid: Grid, header: Header) -> HostileFile:
    encoding = rng.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    file = io.StringIO()
    ending = rng.choice(["\n", "\r\n", "\r"])
    writer = csv.writer(file, delimiter=rng.choice(",;\t"), lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerow([shown for _key, shown in header.columns])
    numbers, line = [], 2
    for cells in grid:
        shown = [cells[key].written.shown if key else "x" for key, _ in header.columns]
        writer.writerow(shown)
        numbers.append(line)
        line += 1 + sum(_breaks(cell) for cell in shown)
    content = file.getvalue().encode(encoding)
    return HostileFile(kind, "文件.csv", content, _rows(grid, numbers), is_refused=header.is_wrong, trait=encoding)


def _breaks(cell: str) -> int:
    return len(cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1


def _rows(grid: Grid, numbers: Any) -> Rows:
    return {number: {key: cell.must for key, cell in cells.items()} for number, cells in zip(numbers, grid, strict=True)}


def _spoilt(rng: random.Random, file: HostileFile, medium: Medium) -> HostileFile:
    spoilt: Spoilt = (spoil_workbook if medium.is_workbook else spoil_text)(rng, file.content)
    return replace(file, content=spoilt.content, is_refused=not spoilt.is_broken, is_broken=spoilt.is_broken, trait=spoilt.trait)

"""A seeded generator of hostile files: ``cases(seed, count)``, in turn of every class that ``MAKERS`` names."""

import csv
import io
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.common.sheets.corpus_cells import BLANK, TEXTS, Written, any_cell, text
from tests.common.sheets.workbooks import MAIN, packed, parts, row, sheet

Rows = list[tuple[int, list[Written]]]


@dataclass(frozen=True, slots=True)
class Case:
    """
    One file, and what must come of it.

    ``rows``        the rows below the header by number, two cells each, in the order key, note.
    ``is_refused``  the whole file must be refused.
    ``is_broken``   bytes were damaged: refused, or read as if they had not been.
    """

    label: str
    content: bytes
    rows: Rows
    is_refused: bool = False
    is_broken: bool = False


def cases(seed: int, count: int) -> Iterator[Case]:
    """The same cases for the same seed."""
    for place in range(count):
        make = MAKERS[place % len(MAKERS)]
        yield make(random.Random(f"{seed}/{place}"))


def plain_workbook(rng: random.Random) -> Case:
    """Cells of every kind, columns in any order, gaps, either date system, odd prefixes."""
    from_1904 = rng.random() < 0.3
    order = rng.sample(range(4), 4)
    grid = [[any_cell(rng, from_1904=from_1904) for _ in range(2)] for _ in range(rng.randrange(1, 12))]
    lines = [_line(order, [text("编 码 *"), text("ＮＯＴＥ"), text("别的"), BLANK])]
    lines += [_line(order, [*cells, text("x"), BLANK]) for cells in grid]
    xml = sheet(*lines, before=rng.choice(["", '<dimension ref="A1:XFD1048576"/>']))
    if rng.random() < 0.3:
        xml = _prefixed(xml)
    properties = 'date1904="1"' if from_1904 else ""
    content = packed(parts({"Sheet1": xml, "说明": sheet(row("How"))}, properties=properties))
    return Case("S1 S14 S16 S21 plain workbook", content, _numbered(grid), is_refused=not _numbered(grid))


def merged_workbook(rng: random.Random) -> Case:
    """A merged range over data: its cells are trusted by nobody, blank or not."""
    grid = [[text(f"k{number}"), text("n")] for number in range(6)]
    first, last = sorted(rng.sample(range(2, 8), 2))
    for number in range(first, last + 1):
        grid[number - 2][0] = Written(grid[number - 2][0].xml, f"A{first}:A{last}", is_trusted=False)
    xml = sheet(row("Key", "Note"), *(row(*(cell.xml for cell in cells)) for cells in grid), after=_merge(f"A{first}:A{last}"))
    return Case("S8 merged cells", packed(parts({"Sheet1": xml})), _numbered(grid))


def hidden_workbook(rng: random.Random) -> Case:
    """Hidden rows, columns and sheets: rows are read all the same."""
    grid = [[text(f"k{number}"), any_cell(rng, from_1904=False)] for number in range(8)]
    lines = [row(*(cell.xml for cell in cells), attributes=rng.choice(["", 'hidden="1"', "hidden='true'"])) for cells in grid]
    xml = sheet(row("Key", "Note"), *lines, before='<cols><col min="1" max="1" hidden="1"/></cols>')
    content = packed(parts({"Old": sheet(row("Key")), "Sheet1": xml}, states={"Old": rng.choice(["hidden", "veryHidden"])}))
    return Case("S9 S10 hidden", content, _numbered(grid))


def blank_used_range(rng: random.Random) -> Case:
    """A used range that goes on and on below the rows."""
    grid = [[text("k"), text("n")]]
    blank = "".join(
        f'<row r="{number}" s="1" customFormat="1"><c r="A{number}" s="1"/></row>' for number in range(3, 20_000, rng.randrange(1, 5))
    )
    return Case("S7 used range", packed(parts({"Sheet1": sheet(row("Key", "Note"), row("k", "n"), blank)})), _numbered(grid))


def unsafe_container(rng: random.Random) -> Case:
    """A container or a part that no spreadsheet program writes."""
    good = parts({"Sheet1": sheet(row("Key"), row("A"))})
    main = "xl/worksheets/sheet1.xml"
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x"}">' for n in range(10))
    extra: dict[str, str | bytes] = rng.choice([
        {"xl/media/zeros.bin": bytes(rng.randrange(5_000_000, 20_000_000))},
        {f"xl/media/{number}.png": b"x" for number in range(300)},
        {"xl/embeddings/nested.bin": packed(good)},
        {f"{'../' * rng.randrange(1, 5)}evil": "x"},
        {"XL/Workbook.xml": "<x/>"},
        {"xl/vbaProject.bin": "x"},
        {main: f"<!DOCTYPE x [{entities}]>" + good[main]},
        {main: '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + good[main]},
        {main: good[main].encode("utf-16")},
        {main: sheet(row("Key"), "<row><c><v><![CDATA[5]]></v></c></row>")},
        {main: sheet(row("Key"), "<row><c><v>1<!-- x -->2</v></c></row>")},
        {main: sheet(row("Key"), "<row><c><v>&#53;</v></c></row>")},
        {main: sheet(row("Key"), '<row r="2"><c r="A2"><v>5</v></c><c r="A2"><v>6</v></c></row>')},
        {main: sheet(row("Key"), row("A", attributes='r="3"'), row("", "n", attributes='r="3"'))},
        {main: sheet(row("Key"), row("A", attributes='r="3"'), row("B", attributes='r="2"'))},
        {"xl/workbook.xml": good["xl/workbook.xml"][: rng.randrange(20, 200)]},
        {"xl/_rels/workbook.xml.rels": "<Relationships/>"},
    ])  # fmt: skip
    return Case("S2 S3 S4 S5 unsafe container", packed(good | extra), [], is_refused=True)


def damaged_workbook(rng: random.Random) -> Case:
    """A good workbook with some bytes changed, or cut off."""
    case = plain_workbook(rng)
    content = bytearray(case.content)
    for _ in range(rng.randrange(1, 4)):
        content[rng.randrange(4, len(content))] = rng.randrange(256)
    if rng.random() < 0.3:
        del content[rng.randrange(30, len(content)) :]
    return Case("S23 damaged workbook", bytes(content), case.rows, is_broken=True)


def other_format(rng: random.Random) -> Case:
    """Something that is no spreadsheet at all."""
    start = rng.choice(
        [b"", b" ", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.4", b"<html>", b"MZ", b"\x1f\x8b", b"PK\x03\x04", b"\x89PNG", b"\xff\xfe"]
    )
    body = zlib.compress(rng.randbytes(200)) + b"\0\xff" if start.strip() else b""
    return Case("S5 S11 other format", start + body, [], is_refused=True)


def plain_text(rng: random.Random) -> Case:
    """CSV in every encoding, delimiter and line end; texts that the encoding can't hold are left out."""
    encoding = rng.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    delimiter, ending = rng.choice(",;\t"), rng.choice(["\n", "\r\n", "\r"])
    chosen = [shown for shown in TEXTS if "\r" not in shown]
    grid = [[text(rng.choice(chosen)), text(rng.choice(chosen))] for _ in range(rng.randrange(1, 12))]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerow(["编码", "备注"])
    numbered, line = [], 2
    for cells in grid:
        writer.writerow([cell.shown for cell in cells])
        numbered.append((line, cells))
        line += 1 + sum(cell.shown.count("\n") for cell in cells)
    return Case("S12 S13 plain text", file.getvalue().encode(encoding), numbered)


def broken_text(rng: random.Random) -> Case:
    """CSV that can't be read without a guess."""
    head = "编码,备注\n".encode()
    content = rng.choice([
        head + b"A,\0\n",
        head + b'A,"open\n' + b"B,C\n" * rng.randrange(5),
        head + b'A,"x"y\n',
        head + b"A,B,C\n",
        head + "张三,x\n".encode() + "李四,世界\n".encode("gb18030"),
        "Key,Note\ncafé,é\n".encode("latin-1"),
        b"\xef\xbb\xbfKey\n\xff\xfe\n",
        "Key\nA\n".encode("utf-16")[:-1],
        head,
        "名称,备注\nA,B\n".encode(),
        "编码,Key\nA,B\n".encode(),
    ])  # fmt: skip
    return Case("S12 S13 S20 broken text", content, [], is_refused=True)


MAKERS: list[Callable[[random.Random], Case]] = [
    plain_workbook,
    plain_text,
    merged_workbook,
    hidden_workbook,
    blank_used_range,
    unsafe_container,
    damaged_workbook,
    other_format,
    broken_text,
]


def _line(order: list[int], cells: list[Written]) -> str:
    return row(*(cells[place].xml for place in order))


def _numbered(grid: list[list[Written]]) -> Rows:
    return [(number, cells) for number, cells in enumerate(grid, start=2) if not all(cell.is_blank for cell in cells)]


def _merge(reference: str) -> str:
    return f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'


def _prefixed(xml: str) -> str:
    """The same XML with every element of the main namespace under a prefix."""
    return xml.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')

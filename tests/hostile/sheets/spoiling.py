"""What is done to a good file so that it must be refused as a whole, or may be."""

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.common.sheets.workbooks import packed


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A spoilt file. ``is_broken``: its bytes may by chance still say what they said; else it must be refused."""

    content: bytes
    trait: str
    is_broken: bool = False


def spoil_workbook(rng: random.Random, content: bytes) -> Spoilt:
    """One of the ways in which containers, parts and programs go wrong, or are made to."""
    kind = rng.randrange(6)
    if kind == 0:
        return Spoilt(_flipped(rng, content), "flipped", is_broken=True)
    if kind == 1:
        return Spoilt(content[: rng.randrange(30, len(content))], "cut off")
    if kind == 2:
        return Spoilt(rng.choice(_AROUND)(content), "polyglot")
    if kind == 3:
        return Spoilt(_lying(rng, content), "sizes lie")
    return Spoilt(_with_parts(rng, content), "strange parts")


def spoil_text(rng: random.Random, content: bytes) -> Spoilt:
    """One of the ways in which a text file can't be read without a guess, or is no text."""
    kind = rng.randrange(5)
    if kind == 0:
        return Spoilt(_flipped(rng, content), "flipped", is_broken=True)
    if kind == 1:
        return Spoilt(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content, "old office")
    if kind == 2:
        return Spoilt(content + packed({"a": "b"}), "polyglot")
    if kind == 3:
        return Spoilt(rng.choice([b"%PDF-1.7\n", b"<html><table>", b"\x89PNG\r\n", b"MZ\x90", b"{\\rtf1 "]) + content, "other format")
    return Spoilt(rng.choice([b"", b" \r\n", b"\xef\xbb\xbf", b"\xff\xfe"]), "empty")


_AROUND: list[Callable[[bytes], bytes]] = [
    lambda content: b"%PDF-1.7\n" + content,
    lambda content: b"<html><body>" + content,
    lambda content: b"a,b\n" + content,
    lambda content: content + b"\n<script>alert(1)</script>",
    lambda content: content[:-2] + b"\x05\x00hello",
]


def _flipped(rng: random.Random, content: bytes) -> bytes:
    flipped = bytearray(content)
    for _ in range(rng.randrange(1, 5)):
        flipped[rng.randrange(len(flipped))] = rng.randrange(256)
    return bytes(flipped)


def _lying(rng: random.Random, content: bytes) -> bytes:
    """The directory declares another size for the largest part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(_read_part(archive))
        start = archive.start_dir
    place = content.index(entry.filename.encode(), start) - 46 + 24
    return content[:place] + struct.pack("<I", entry.file_size - rng.randrange(1, 40)) + content[place + 4 :]


def _read_part(archive: zipfile.ZipFile) -> str:
    """The sheet with the rows. Harm done to a hidden one, which nobody reads, changes nothing of what is stored."""
    sheets = [entry for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/")]
    return max(sheets, key=lambda entry: entry.file_size).filename


# Rows and values that are read otherwise than they stand there.
_END = re.compile(rb"</(\w+:)?sheetData>")
_LAST_ROWS = (
    rb'<\1row r="1"/>\g<0>',
    rb'<\1row r="70"><\1c r="A70"/><\1c r="A70"/></\1row>\g<0>',
    rb"<\1row><\1c><\1v>&#53;</\1v></\1c></\1row>\g<0>",
    rb"<\1row><\1c><\1v>1<!-- -->2</\1v></\1c></\1row>\g<0>",
)


def _with_parts(rng: random.Random, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        good = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        main = _read_part(archive)
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x"}">' for n in range(10)).encode()
    extra: dict[str, str | bytes] = rng.choice([
        {"xl/media/zeros.bin": bytes(rng.randrange(5_000_000, 9_000_000))},
        {f"xl/media/{number}.png": b"x" for number in range(300)},
        {"xl/embeddings/nested.bin": content},
        {f"{'../' * rng.randrange(1, 5)}evil": "x"},
        {"/etc/passwd": "x"},
        {"XL/Workbook.xml": "<x/>"},
        {"xl/vbaProject.bin": "x"},
        {"xl/workbook.bin": "x"},
        {"content.xml": "x", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
        {main: b"<!DOCTYPE x [" + entities + b"]>" + good[main]},
        {main: b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + good[main]},
        {main: good[main].decode().encode("utf-16")},
        {main: _END.sub(rng.choice(_LAST_ROWS), good[main])},
        {main: good[main][: len(good[main]) // 2]},
        {"xl/workbook.xml": good["xl/workbook.xml"][:60]},
        {"xl/_rels/workbook.xml.rels": "<Relationships/>"},
    ])  # fmt: skip
    return packed({**good, **extra})

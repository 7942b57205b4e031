"""Reading the log from where it was last compared."""

import json
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

logger = logging.getLogger(__name__)
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what left the platform, when, and of what id."""

    at: datetime
    kind: str
    subject: UUID
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of one file, and where they end."""

    name: str
    end: int
    entries: tuple[Entry, ...]


def pieces_after(folder: Path, marks: Mapping[str, int]) -> Iterator[Piece]:
    """Every complete line beyond the marks, file by file, oldest first in each. A file that is shorter than its mark is another one."""
    for path in sorted(folder.glob("*.log")):
        start = marks.get(path.name, 0)
        if start > (size_of(path) or 0):
            start = 0
        while piece := _read(path, start):
            yield piece
            start = piece.end


def size_of(path: Path) -> int | None:
    """In bytes; None where it can't be read. Opened for it: on a disk of the network, whoever only asks may hear of an earlier size."""
    try:
        with path.open("rb") as file:
            return file.seek(0, os.SEEK_END)
    except OSError:
        return None


def _read(path: Path, start: int) -> Piece | None:
    with path.open("rb") as file:
        file.seek(start)
        said = file.read(_PIECE)
    whole = said[: said.rfind(b"\n") + 1]
    if not whole:
        return None
    return Piece(path.name, start + len(whole), tuple(_entries(path.name, whole)))


def _entries(name: str, lines: bytes) -> Iterator[Entry]:
    for line in filter(None, lines.split(b"\n")):
        try:
            said = json.loads(line)
            yield Entry(datetime.fromisoformat(said.pop("at")), said.pop("kind"), UUID(said.pop("id")), said)
        except (ValueError, KeyError, AttributeError, TypeError):
            logger.warning("a line of the witness can't be read", extra={"file": name})

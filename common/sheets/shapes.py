"""The shapes of a spreadsheet: what is asked of it, and what its cells hold. Free of Django, for the child."""

import datetime
from dataclasses import dataclass
from typing import Any

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Column:
    """One column asked for: its key in code, and every header people may write over it (English first)."""

    key: str
    headers: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold, and what reading it may cost."""

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 300 * MEGABYTE
    ratio: int = 100
    entries: int = 200
    rows: int = 200_000
    columns: int = 256
    memory_bytes: int = 600 * MEGABYTE
    cpu_seconds: int = 60


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell whose value is computed: the text of the formula, without ``=``. The cached value is never trusted."""

    text: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell inside a merged range, such as ``A2:A4``: which rows its value belongs to is a guess."""

    range: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A cell with a time of day or a duration. How its format shows it is unknown; the text only names it."""

    text: str


@dataclass(frozen=True, slots=True)
class Reshaped:
    """A number under a format that shows another one, or none. What is shown is unknown; the text is the number that is stored."""

    text: str


Cell = None | str | int | float | datetime.date | Formula | Merged | Moment | Reshaped


class Unfit(Exception):
    """Why a file can't be read: a code and its facts. The doors of the reader turn it into ``FileRefused``."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

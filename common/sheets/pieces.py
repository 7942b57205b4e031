"""A sheet too long to be made at once: its headers, and its rows piece by piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows. ``after`` is where the next piece begins; ``None`` at the end."""

    rows: Sequence[Sequence[str]]
    after: int | None


class LongSheet(Protocol):
    """What is written in the language and time zone that are active; it may be asked for the same piece twice."""

    def headers(self) -> list[str]: ...

    def piece(self, after: int, limit: int) -> Piece:
        """The rows behind ``after``, at most so many; 0 is before the first."""
        ...

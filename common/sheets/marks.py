"""
What the values of a sheet do not tell: formulas, errors, merged ranges, hidden rows and columns, number formats.

``walker`` finds them, in sheets where ``signs`` saw that there may be any.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from common.sheets.shapes import Formula, Merged


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

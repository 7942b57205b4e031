"""Which sheet of a workbook is meant: the one named, or the only visible one with the columns asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import python_calamine as calamine

from common.sheets.headers import has_required, named_columns
from common.sheets.parts import SheetPart
from common.sheets.shapes import Column, Unfit

Loader = Callable[[str], calamine.CalamineSheet]


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet that was read, and its first row that is not empty: the number and the texts (from column A)."""

    part: SheetPart
    values: calamine.CalamineSheet
    header_row: int
    header: tuple[str, ...]


def choose_sheet(parts: Sequence[SheetPart], load: Loader, *, columns: Sequence[Column], named: str | None) -> Opened:
    """
    Open the sheet that is meant.

    :raises Unfit: ``sheet_unknown``, ``sheet_not_found``, ``sheet_ambiguous``, or ``file_empty`` where no sheet holds anything.
    """
    visible = [part for part in parts if part.visible]
    if not visible:
        raise Unfit("file_empty")
    names = ", ".join(part.name for part in visible)
    wanted = [part for part in visible if named in {None, part.name}]
    if not wanted:
        raise Unfit("sheet_unknown", sheet=named, sheets=names)
    fitting: list[Opened] = []
    other: list[Opened] = []
    for part in wanted:
        opened = _open(part, load)
        if opened.header:
            (fitting if has_required(opened.header, columns) else other).append(opened)
    if len(fitting) > 1:
        raise Unfit("sheet_ambiguous", sheets=", ".join(opened.part.name for opened in fitting))
    if not fitting and not other:
        raise Unfit("file_empty")
    if not fitting and len(other) > 1:
        raise Unfit("sheet_not_found", columns=named_columns(_required(columns)), sheets=names)
    # A single sheet that does not fit is returned too: its header tells exactly what is missing.
    return (fitting or other)[0]


def _open(part: SheetPart, load: Loader) -> Opened:
    values = load(part.name)
    left = values.start[1] if values.start else 0
    for number, row in enumerate(values.iter_rows(), start=1):
        texts = tuple("" if value is None else str(value) for value in row)
        if any(text.strip() for text in texts):
            return Opened(part, values, number, ("",) * left + texts)
    return Opened(part, values, 0, ())


def _required(columns: Sequence[Column]) -> Sequence[Column]:
    return [column for column in columns if column.required] or columns

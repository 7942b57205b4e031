"""What can be exported: each house says how its own sheets are made."""

from collections.abc import Callable

from common.sheets.pieces import LongSheet
from members.queries.exports import About
from members.queries.roster_sheet import RosterSheet

_makers: dict[str, Callable[[About], LongSheet]] = {"roster_result": RosterSheet}


def exported_as(kind: str, maker: Callable[[About], LongSheet]) -> None:
    """Let ``maker`` make the sheets of a kind, wherever exports are asked for and wherever they are written."""
    _makers[kind] = maker


def sheet_of(kind: str, about: About) -> LongSheet:
    """The sheet of one export."""
    return _makers[kind](about)

"""Comparing the log with the tables. Each house judges the kinds of lines that it writes."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.db import transaction

from common.witness.book import folder_of_book
from common.witness.models import WitnessMark
from common.witness.reading import Entry, Piece, pieces_after

Judge = Callable[[Sequence[Entry]], list[Entry]]
_judges: dict[str, Judge] = {}


def judges(*kinds: str) -> Callable[[Judge], Judge]:
    """Register who says which entries of some kinds the tables do not know. A kind without a judge only explains others."""

    def register(judge: Judge) -> Judge:
        for kind in kinds:
            _judges[kind] = judge
        return judge

    return register


def unknown_entries(*, at_most: int | None = None) -> list[Entry]:
    """What the witness knows and the tables do not, beyond the marks; no more of it than asked for."""
    found: list[Entry] = []
    for piece in _pieces():
        found += _unknown(piece)
        if at_most is not None and len(found) >= at_most:
            return found[:at_most]
    return found


def entries_since_marks() -> list[Entry]:
    """All of them, known or not: some only explain others."""
    return [entry for piece in _pieces() for entry in piece.entries]


@transaction.atomic
def advance_marks() -> int:
    """
    Move each mark over what the tables know; returns how many entries they do not. A file is not passed beyond its first.

    The marks are written after the rows they speak of, so that whatever restores them restores those rows.
    """
    unknown, stopped = 0, set[str]()
    for piece in _pieces():
        missing = len(_unknown(piece))
        unknown += missing
        if missing:
            stopped.add(piece.name)
        if piece.name not in stopped:
            WitnessMark.objects.update_or_create(name=piece.name, defaults={"size": piece.end})
    return unknown


def _pieces() -> Iterator[Piece]:
    if settings.WITNESS_LOG:
        yield from pieces_after(folder_of_book(), dict(WitnessMark.objects.values_list("name", "size")))


def _unknown(piece: Piece) -> list[Entry]:
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in piece.entries:
        by_kind[entry.kind].append(entry)
    return [entry for kind, entries in by_kind.items() if kind in _judges for entry in _judges[kind](entries)]

"""Comparing the log with the tables. Each house judges the kinds of lines that it writes."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.db import transaction

from common.witness.folder import place_here
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

    Asked for only where nothing is missing: of a file that is not all there, the mark alone knows how long it was.
    The marks are written after the rows they speak of, so that whatever restores them restores those rows. Those of files that were
    deleted go.
    """
    unknown, stopped, place = 0, set[str](), place_here()
    gone = [place.mark_of(name) for name in place.marks if not (place.path / name).exists()]
    WitnessMark.objects.filter(name__in=gone).delete()
    for piece in pieces_after(place.path, place.marks):
        missing = len(_unknown(piece))
        unknown += missing
        if missing:
            stopped.add(piece.name)
        if piece.name not in stopped:
            WitnessMark.objects.update_or_create(name=place.mark_of(piece.name), defaults={"size": piece.end})
    return unknown


def _pieces() -> Iterator[Piece]:
    if settings.WITNESS_LOG:
        place = place_here()
        yield from pieces_after(place.path, place.marks)


def _unknown(piece: Piece) -> list[Entry]:
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in piece.entries:
        by_kind[entry.kind].append(entry)
    return [entry for kind, entries in by_kind.items() if kind in _judges for entry in _judges[kind](entries)]

"""An opening as those see it who published it: how many are gone, and who came when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from benefits.models import Opening, Piece
from benefits.states import GrantState, OpeningState, PieceState

PAGE = 50


@dataclass(frozen=True, slots=True)
class Arrival:
    """One take. ``place`` is its rank among all takes of the opening, by ``number``."""

    place: int
    number: int
    member_id: UUID
    member: str
    department: str | None
    at: datetime
    grant_id: UUID
    serial: str
    state: str

    @property
    def state_label(self) -> str:
        return str(GrantState(self.state).label)


@dataclass(frozen=True, slots=True)
class Watch:
    """How it goes. ``left`` are the pieces that can still be taken; while they are being made, those to come as well."""

    pieces: int
    taken: int
    left: int
    committed: int
    unit: str

    @property
    def percent(self) -> int:
        return self.taken * 100 // self.pieces


def watch_of(opening: Opening) -> Watch:
    """The figures of an opening. One query."""
    taken = opening.piece_rows.aggregate(n=Count("pk", filter=Q(state=PieceState.TAKEN)))["n"]
    is_live = opening.state in (OpeningState.PREPARING, OpeningState.PUBLISHED)
    left = opening.pieces - taken if is_live else 0
    return Watch(opening.pieces, taken, left, taken * (opening.piece_committed or 0), opening.budget.unit)


def arrivals_of(opening: Opening, *, before: int | None = None) -> list[Arrival]:
    """The latest fifty takes, or those before a number; the last who came in front. One query."""
    taken = Piece.objects.filter(opening=opening, state=PieceState.TAKEN).annotate(
        place=Window(RowNumber(), order_by=F("number").asc()),
    )
    if before is not None:
        taken = taken.filter(number__lt=before)
    rows = taken.order_by("-number").values_list(
        "place", "number", "member_id", "member__name", "member__department__path", "taken_at", "grant_id", "grant__serial", "grant__state"
    )
    return [Arrival(*row) for row in rows[:PAGE]]  # type: ignore[arg-type]  # A taken piece has all of them: the schema's word.

"""Closing an opening: whoever has a piece keeps it, what nobody took goes back to the budget."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch, Opening, Piece
from benefits.operations.budgets.reserve import release
from benefits.operations.openings.plan import locked
from benefits.queries.openings.forecast import LIVE
from benefits.states import BatchState, OpeningState, PieceState
from common.actors import Actor, system
from common.feed import sign
from common.jobs import allow_minutes
from common.refusals import Refused


class NotLive(Refused):
    code = "opening_not_live"
    sentence = exact = _("Only an opening that is published and not over yet can be acted on.")


@transaction.atomic
def close_opening(*, opening_id: UUID, by: Actor, at: datetime, reason: str = "", enterprise_id: UUID | None = None) -> Opening:
    """
    End an opening now. Grants that came of it stay; the value of untaken pieces is free again at once.

    Locks    the opening, its untaken pieces (waiting for those who are taking one this moment), then the budget's accounts.
    Replays  a closed one is returned as it is.

    :raises NotLive: it was never published.
    """
    opening = locked(opening_id, enterprise_id)
    if opening.state == OpeningState.CLOSED:
        return opening
    if opening.state not in LIVE:
        raise NotLive
    sign(by, reason)
    allow_minutes()
    # Takers hold their piece until they commit: each was either first and stays, or finds it gone. None needs the opening's lock.
    Piece.objects.filter(opening=opening, state=PieceState.FREE).delete()
    taken = Piece.objects.filter(opening=opening).count()
    opening.state, opening.closed_at = OpeningState.CLOSED, at
    opening.save(update_fields=["state", "closed_at"])
    _finish_batch(opening, taken, at)
    untaken = (opening.pieces - taken) * (opening.piece_committed or 0)
    release(opening.budget, untaken, key=f"opening:{opening.id}:close", at=at)
    return opening


def close_due_openings(*, at: datetime) -> int:
    """Close the openings whose time is over; returns how many."""
    due = list(Opening.objects.filter(state__in=LIVE, closes_at__lte=at).order_by("closes_at").values_list("id", flat=True)[:50])
    for opening_id in due:
        close_opening(opening_id=opening_id, by=system("opening"), at=at, reason="its time is over")
    return len(due)


def _finish_batch(opening: Opening, taken: int, at: datetime) -> None:
    Batch.objects.filter(opening=opening).update(
        state=BatchState.DONE,
        issued_count=taken,
        skipped_count=opening.pieces - taken,
        committed=taken * (opening.piece_committed or 0),
        finished_at=at,
    )

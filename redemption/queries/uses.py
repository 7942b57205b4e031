"""Uses as their member reads them, and seats that are left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.scope import PLATFORM, within
from redemption.models import Redemption, Use
from redemption.rules.using import UNDO_WITHIN
from redemption.states import LIVE


@dataclass(frozen=True, slots=True)
class LastUse:
    """The last use of a redemption that stands. ``undo_until`` is there where its member may still take it back."""

    number: int
    at: datetime
    by_member: bool
    undo_until: datetime | None


def last_use_of(redemption_id: UUID, *, at: datetime) -> LastUse | None:
    """The last use that stands; none for what is not marked as used. One query."""
    use = Use.objects.filter(redemption_id=redemption_id, undone_at=None).order_by("-number").first()
    if use is None:
        return None
    by_member, until = use.said_by == "member", use.at + UNDO_WITHIN
    return LastUse(use.number, use.at, by_member, until if by_member and at <= until else None)


@within(PLATFORM)  # An event has the same seats for every enterprise.
def seats_left(benefit_id: UUID, seats: int) -> int:
    """How many seats of an event nobody has yet."""
    taken = Redemption.objects.filter(benefit_id=benefit_id, seat_no__isnull=False, seat_no__lte=seats, state__in=LIVE)
    return max(0, seats - taken.count())

"""Seats of events: one for each, and never one more than there are."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from benefits.operations.catalogue import seats_are_held_in
from common.refusals import Refused
from common.scope import PLATFORM, within
from redemption.models import Redemption
from redemption.states import LIVE


class EventFull(Refused):
    code = "event_full"
    sentence = _("All seats are taken. It stays yours: a seat that is given back can be claimed.")
    exact = _("All %(seats)s seats of %(benefit)s are taken.")


class EventOver(Refused):
    code = "event_over"
    sentence = _("This event is over.")
    exact = _("%(benefit)s ended at %(ended_at)s.")


_FIRST_FREE = """
SELECT n FROM generate_series(1, %(seats)s) AS n WHERE NOT EXISTS (
    SELECT 1 FROM redemption_redemption r
    WHERE r.benefit_id = %(benefit)s AND r.seat_no = n AND r.seat_no IS NOT NULL AND NOT (r.state IN ('failed', 'reversed')))
ORDER BY n LIMIT 1
"""


def hold_seats(benefit_ids: Iterable[UUID]) -> None:
    """
    Let one claim of each event go at a time, until the transaction ends.

    Locks    an advisory lock for each event, in the order of their ids: two bundles with the same events never wait for each other.
    """
    with connection.cursor() as cursor:
        for benefit_id in sorted(set(benefit_ids)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"seats:{benefit_id}"])


@within(PLATFORM)  # An event has the same seats for every enterprise.
def highest_held(benefit_id: UUID) -> int:
    """The highest seat that somebody has, 0 for none. Nobody takes another until the caller's transaction ends."""
    hold_seats([benefit_id])
    held = Redemption.objects.filter(benefit_id=benefit_id, seat_no__isnull=False, state__in=LIVE)
    return held.aggregate(highest=Max("seat_no"))["highest"] or 0


seats_are_held_in(highest_held)


@within(PLATFORM)  # An event has the same seats for every enterprise.
def free_seat(benefit_id: UUID, *, seats: int, code: str) -> int:
    """
    The lowest seat that nobody has. The caller has called ``hold_seats``: who held it before has committed.

    :raises EventFull: there is none.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_FREE, {"benefit": benefit_id, "seats": seats})
        row = cursor.fetchone()
    if row is None:
        raise EventFull(seats=seats, benefit=code)
    return int(row[0])

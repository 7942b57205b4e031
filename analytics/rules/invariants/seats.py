"""Seats of events: one person each, and none beyond the hall."""

from django.utils.translation import gettext_lazy as _

from analytics.rules.invariants.shape import Invariant

_HELD = "redemption_redemption r WHERE r.state NOT IN ('failed', 'reversed')"

SEATS = (
    Invariant(
        "seat_held_once",
        _("A seat of an event is held by one live redemption"),
        f"SELECT min(r.id::text) FROM {_HELD} AND r.seat_no IS NOT NULL GROUP BY r.benefit_id, r.seat_no HAVING count(*) > 1",
    ),
    Invariant(
        "seats_never_exceeded",
        _("No event has more people than seats: each who is in has a seat that there is"),
        f"""SELECT r.id::text FROM {_HELD} AND EXISTS (SELECT 1 FROM benefits_benefit b WHERE b.id = r.benefit_id
                AND b.seats IS NOT NULL AND (r.seat_no IS NULL OR r.seat_no NOT BETWEEN 1 AND b.seats))""",
    ),
)

"""A hall grows while somebody is taking a seat in it: the one waits for the other, and neither is refused."""

from threading import Event
from time import monotonic, sleep

import pytest
from django.db import connection, transaction

from redemption.operations import claim_grant
from tests.analytics.admin.world import sign_in
from tests.benefits.admin.test_kinds_on_the_console import NO_TERMS, draft
from tests.factories import NOW, make_benefit, make_grant, make_member
from tests.redemption.operations.claiming import owner
from tests.together import together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"


def test_the_hall_grows_while_a_claim_is_about_to_commit() -> None:
    event = make_benefit("event", seats=5)
    grant, client, has_seat = make_grant(make_member(), event), sign_in(), Event()

    def claim_slowly() -> int:
        with transaction.atomic():
            made = claim_grant(grant_id=grant.id, member_id=grant.member_id, by=owner(grant.member_id), at=NOW)
            has_seat.set()
            _until_somebody_waits()
        return made[0].seat_no or 0

    def grow() -> int:
        has_seat.wait(timeout=30)
        return client.post(f"/ops/benefits/benefit/{event.pk}/change/", draft("event", seats="9", **NO_TERMS)).status_code

    assert together(2, lambda n: grow() if n else claim_slowly()) == [1, 302]
    event.refresh_from_db()
    assert event.seats == 9


def _until_somebody_waits() -> None:
    give_up_at = monotonic() + 20
    with connection.cursor() as cursor:
        while monotonic() < give_up_at:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            sleep(0.05)
    raise AssertionError("nobody waits for the seat")

"""The hall of an event may grow, and may shrink as far as people have seats."""

import pytest

from redemption.models import Redemption
from redemption.operations import claim_grant, reverse_redemption
from tests.analytics.admin.world import sign_in
from tests.benefits.admin.test_kinds_on_the_console import NO_TERMS, draft
from tests.factories import NOW, OPERATOR, make_benefit, make_grant, make_member
from tests.redemption.operations.claiming import owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("asked", "kept"), [("3", 3), ("2", 2), ("1", 5), ("", 5)])
def test_seats_can_not_be_fewer_than_people_have(asked: str, kept: int) -> None:
    event = make_benefit("event", seats=5)
    for grant in [make_grant(make_member(), event) for _ in range(2)]:
        claim_grant(grant_id=grant.id, member_id=grant.member_id, by=owner(grant.member_id), at=NOW)
    sign_in().post(f"/ops/benefits/benefit/{event.pk}/change/", draft("event", seats=asked, **NO_TERMS))
    event.refresh_from_db()
    assert event.seats == kept


def test_a_seat_that_was_taken_back_can_go_with_the_hall() -> None:
    event = make_benefit("event", seats=5)
    for grant in [make_grant(make_member(), event) for _ in range(2)]:
        claim_grant(grant_id=grant.id, member_id=grant.member_id, by=owner(grant.member_id), at=NOW)
    reverse_redemption(redemption_id=Redemption.objects.get(seat_no=2).id, by=OPERATOR, at=NOW, reason="cannot come")
    sign_in().post(f"/ops/benefits/benefit/{event.pk}/change/", draft("event", seats="1", **NO_TERMS))
    event.refresh_from_db()
    assert event.seats == 1

"""Claiming what the platform gives itself: each kind is delivered as what it promised."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from benefits.models import Benefit, Grant
from common.scope import enterprise, within
from redemption.models import Redemption
from redemption.operations import EventFull, EventOver, reverse_redemption
from tests.factories import NOW, OPERATOR, make_benefit, make_bundle, make_grant, make_member, make_product, make_terms
from tests.redemption.operations.claiming import claim, stock_of

pytestmark = pytest.mark.django_db
ENDS_AT = NOW + timedelta(days=4)
EVENT = {"starts_at": (ENDS_AT - timedelta(hours=2)).isoformat(), "ends_at": ENDS_AT.isoformat(), "venue": "三楼"}


def own(kind: str, *, seats: int | None = None, product: Any = None, **terms: Any) -> Benefit:
    """A benefit of one of our own kinds, with a second version of terms as given."""
    benefit = make_benefit(kind, seats=seats, product=product)
    make_terms(benefit, **terms)
    return benefit


def granted(benefit: Benefit, **fields: Any) -> Grant:
    return make_grant(make_member(), benefit, terms=benefit.terms.latest("version"), **fields)


def test_a_coupon_has_a_code_of_its_own_by_its_pattern() -> None:
    benefit = own("coupon", specifics={"serial_pattern": "CT-####-??????"})
    made = [claim(granted(benefit))[0] for _ in range(3)]
    assert all(re.fullmatch(r"CT-\d{4}-[2-9A-HJKMNP-TV-Z]{6}", coupon.serial) for coupon in made)
    assert len({coupon.serial for coupon in made}) == 3


def test_a_code_that_somebody_of_another_enterprise_has_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    benefit = own("coupon", specifics={"serial_pattern": "##########"})
    drawn = iter(["0000000001", "0000000001", "0000000002"])
    monkeypatch.setattr("benefits.operations.grants.promise.Promise.new_serial", lambda _promise: next(drawn))
    one, other = granted(benefit), granted(benefit)
    assert one.enterprise_id != other.enterprise_id
    claim(one)
    with within(enterprise(other.enterprise_id)):
        assert [coupon.serial for coupon in claim(other)] == ["0000000002"]


def test_two_coupons_of_one_grant_are_two_copies() -> None:
    made = claim(granted(own("coupon"), quantity=2))
    assert [(coupon.item_no, coupon.quantity) for coupon in made] == [(1, 1), (2, 1)]
    assert len({coupon.serial for coupon in made}) == 2


def test_a_shared_code_is_everybodys_and_each_copy_is_still_its_own_redemption() -> None:
    benefit = own("coupon", specifics={"serial_pattern": "WELCOME", "is_shared": True})
    made = [claim(granted(benefit))[0] for _ in range(2)]
    assert [(coupon.serial, coupon.is_shared) for coupon in made] == [("WELCOME", True)] * 2
    assert made[0].id != made[1].id


def test_a_coupon_with_a_product_takes_a_code_out_of_stock() -> None:
    product = make_product()
    stock_of(product, 1)
    (coupon,) = claim(granted(own("coupon", product=product, use_days=5)))
    assert (coupon.code_id is not None, coupon.serial, coupon.state) == (True, "", "fulfilled")
    assert coupon.usable_until == datetime(2026, 3, 8, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_seats_are_given_until_there_are_none_and_the_grant_stays_claimable() -> None:
    benefit = own("event", seats=2, specifics=EVENT)
    assert [claim(granted(benefit))[0].seat_no for _ in range(2)] == [1, 2]
    late = granted(benefit)
    with pytest.raises(EventFull):
        claim(late)
    late.refresh_from_db()
    assert (late.state, Redemption.objects.filter(grant=late).count()) == ("claimable", 0)


def test_a_seat_that_was_taken_back_is_given_to_the_next() -> None:
    benefit = own("event", seats=2, specifics=EVENT)
    (first,), (_second,) = claim(granted(benefit)), claim(granted(benefit))
    reverse_redemption(redemption_id=first.id, by=OPERATOR, at=NOW, reason="cannot come")
    assert claim(granted(benefit))[0].seat_no == 1


def test_more_seats_help_at_once_also_those_granted_before() -> None:
    benefit = own("event", seats=1, specifics=EVENT)
    claim(granted(benefit))
    waiting = granted(benefit)
    Benefit.objects.filter(id=benefit.id).update(seats=2)
    assert claim(waiting)[0].seat_no == 2


def test_nobody_can_take_a_seat_of_an_event_that_is_over() -> None:
    over = {**EVENT, "starts_at": (NOW - timedelta(hours=2)).isoformat(), "ends_at": NOW.isoformat()}
    with pytest.raises(EventOver):
        claim(granted(own("event", seats=5, specifics=over)))


def test_a_seat_is_usable_until_the_event_ends() -> None:
    (seat,) = claim(granted(own("event", seats=1, specifics=EVENT)))
    assert seat.usable_until == ENDS_AT


def test_a_service_is_delivered_with_its_uses() -> None:
    (service,) = claim(granted(own("service", specifics={"uses": 3}, use_until=NOW.date())))
    assert (service.uses, service.used_count) == (3, 0)
    assert service.usable_until == datetime(2026, 3, 2, 16, tzinfo=UTC)


def test_later_terms_do_not_touch_what_was_given() -> None:
    benefit = own("service", specifics={"uses": 3})
    grant = granted(benefit)
    make_terms(benefit, specifics={"uses": 1})
    assert claim(grant)[0].uses == 3


def test_a_part_of_a_bundle_is_given_under_its_own_terms_of_that_day() -> None:
    service = own("service", specifics={"uses": 3})
    grant = make_grant(make_member(), make_bundle(service), created_at=service.terms.latest("version").created_at)
    make_terms(service, specifics={"uses": 1})
    assert [item.uses for item in claim(grant)] == [3]


@pytest.mark.parametrize("kind", ["coupon", "service", "content", "event", "quota", "badge"])
def test_terms_that_are_older_than_these_fields_still_deliver(kind: str) -> None:
    (made,) = claim(make_grant(make_member(), make_benefit(kind)))
    assert (made.state, made.uses, made.usable_until, made.seat_no) == ("fulfilled", 1, None, None)


@pytest.mark.parametrize("kind", ["coupon", "badge"])
def test_what_is_delivered_is_alive_with_its_delivery(kind: str) -> None:
    (made,) = claim(make_grant(make_member(), make_benefit(kind)))
    made.grant.refresh_from_db()
    assert made.grant.activated_at == NOW

"""Warning of what was claimed and not used, before it ends."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from benefits.models import Grant
from common.feed.models import Event
from members.models import SentMessage
from redemption.models import Redemption
from redemption.operations import mark_use, reverse_redemption, undo_use, warn_unused
from tests.factories import NOW, OPERATOR, make_benefit, make_grant, make_member, make_terms
from tests.redemption.operations.claiming import claim, owner, stock_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def coupon_grant(*, use_days: int | None = 10, warn_days: int = 3, **member: Any) -> Grant:
    """A coupon that is usable for so many days, of a member with a phone."""
    benefit = make_benefit("coupon", name="九折券", name_en="A tenth off")
    terms = make_terms(benefit, use_days=use_days, warn_days=warn_days)
    return make_grant(make_member(phone="+8613812345678", **member), benefit, terms=terms)


def code_that_ends(on: date) -> Redemption:
    benefit = make_benefit("code")
    stock_of(benefit.product, 1, expires_on=on)
    return claim(make_grant(make_member(phone="+8613812345678"), benefit, terms=make_terms(benefit, warn_days=3)))[0]


def told() -> list[str]:
    return list(SentMessage.objects.order_by("id").values_list("text", flat=True))


def test_a_member_is_warned_once_of_a_coupon_that_ends_unused() -> None:
    (coupon,) = claim(coupon_grant(language="en"))
    assert coupon.warn_at is not None
    assert [warn_unused(at=coupon.warn_at - DAY), warn_unused(at=coupon.warn_at), warn_unused(at=coupon.warn_at + DAY)] == [0, 1, 0]
    (text,) = told()
    assert text.startswith("Still yours to use until 2026-03-12: A tenth off. Open http")
    assert list(Event.objects.filter(kind="redemption.warned").values_list("subject_id", flat=True)) == [coupon.id]


def test_the_last_day_of_a_code_is_an_end_too() -> None:
    code = code_that_ends(date(2026, 3, 12))
    # The day after its last begins in Shanghai at 16:00 UTC.
    assert (code.usable_until, code.warn_at) == (None, NOW.replace(day=9, hour=16))
    assert (warn_unused(at=NOW + 8 * DAY), len(told())) == (1, 1)
    assert "2026-03-12" in told()[0]


def test_nobody_is_warned_of_what_was_used_and_again_of_what_was_not_after_all() -> None:
    (coupon,) = claim(coupon_grant())
    mark_use(redemption_id=coupon.id, by=owner(coupon.member_id), at=NOW, member_id=coupon.member_id)
    assert (warn_unused(at=NOW + 9 * DAY), told()) == (0, [])
    undo_use(redemption_id=coupon.id, by=OPERATOR, at=NOW + DAY, reason="the member called")
    assert (warn_unused(at=NOW + 9 * DAY), len(told())) == (1, 1)


def test_what_is_used_in_part_is_warned_of() -> None:
    service = make_benefit("service")
    terms = make_terms(service, use_days=10, specifics={"uses": 3})
    (visit,) = claim(make_grant(make_member(phone="+8613812345678"), service, terms=terms))
    mark_use(redemption_id=visit.id, by=OPERATOR, at=NOW)
    assert (warn_unused(at=NOW + 9 * DAY), len(told())) == (1, 1)


def test_what_was_taken_back_is_not_warned_of() -> None:
    (coupon,) = claim(coupon_grant())
    reverse_redemption(redemption_id=coupon.id, by=OPERATOR, at=NOW, reason="by mistake")
    assert (warn_unused(at=NOW + 9 * DAY), told()) == (0, [])


@pytest.mark.parametrize(("use_days", "warn_days"), [(None, 3), (10, 0)])
def test_without_an_end_or_without_warning_days_nobody_is_warned(use_days: int | None, warn_days: int) -> None:
    (coupon,) = claim(coupon_grant(use_days=use_days, warn_days=warn_days))
    assert (coupon.warn_at, warn_unused(at=NOW + 99 * DAY)) == (None, 0)


def test_what_ended_before_anybody_was_told_is_passed_over() -> None:
    claim(coupon_grant())
    assert (warn_unused(at=NOW + 11 * DAY), told()) == (0, [])
    assert Redemption.objects.filter(warned_at=None).count() == 0


def test_several_of_one_member_are_one_message() -> None:
    member = make_member(phone="+8613812345678")
    for kind, name, quantity in (("coupon", "九折券", 2), ("service", "洗车", 1)):
        benefit = make_benefit(kind, name=name)
        claim(make_grant(member, benefit, terms=make_terms(benefit, use_days=10), quantity=quantity))
    assert (warn_unused(at=NOW + 9 * DAY), len(told())) == (3, 1)
    assert "九折券、洗车" in told()[0]


def test_a_member_who_can_not_be_reached_is_passed_over_once() -> None:
    benefit = make_benefit("coupon")
    claim(make_grant(make_member(), benefit, terms=make_terms(benefit, use_days=10)))
    assert (warn_unused(at=NOW + 9 * DAY), warn_unused(at=NOW + 9 * DAY), told()) == (1, 0, [])


def test_the_sweeper_reads_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM redemption_redemption WHERE state = 'fulfilled' AND used_at IS NULL AND warned_at IS NULL "
            "AND warn_at <= now() ORDER BY warn_at LIMIT 200"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "redemption_to_warn" in plan

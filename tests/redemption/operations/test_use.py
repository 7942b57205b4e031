"""Used: what its holder says, or staff for them, and can be taken back."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from benefits.models import Grant
from common.feed.models import Event
from common.refusals import NotFound
from redemption.models import Redemption, Use
from redemption.operations import mark_use, reveal_code, undo_use
from redemption.rules.using import NotUsable, NotYetBegun, UndoTooLate, UsedUp, UseUnknown
from supply.models import Code
from tests.factories import NOW, OPERATOR, make_benefit, make_bundle, make_grant, make_member, make_terms
from tests.redemption.operations.claiming import claim, code_grant, owner, stock_of

pytestmark = pytest.mark.django_db


def said(redemption: Redemption, number: int | None = None, *, at: timedelta = timedelta()) -> Redemption:
    """The member says that it was used."""
    return mark_use(redemption_id=redemption.id, by=owner(redemption.member_id), at=NOW + at, member_id=redemption.member_id, number=number)


def unsaid(redemption: Redemption, number: int | None = None, *, at: timedelta = timedelta()) -> Redemption:
    return undo_use(redemption_id=redemption.id, by=owner(redemption.member_id), at=NOW + at, member_id=redemption.member_id, number=number)


def grant_of(redemption: Redemption) -> Grant:
    return Grant.objects.get(id=redemption.grant_id)


def three_visits() -> Redemption:
    service = make_benefit("service")
    terms = make_terms(service, specifics={"uses": 3})
    return claim(make_grant(make_member(), service, terms=terms))[0]


def test_a_member_marks_their_code_as_used() -> None:
    (code,) = claim(code_grant())
    assert said(code).used_at == NOW
    grant = grant_of(code)
    assert (grant.state, grant.used_at, grant.used_said_by) == ("used", NOW, "member")
    assert Code.objects.get(id=code.code_id).used_at == NOW
    assert list(Event.objects.filter(kind="grant.used").values_list("actor", flat=True)) == [f"member:{code.member_id}"]


def test_staff_mark_it_with_a_reason() -> None:
    (code,) = claim(code_grant())
    mark_use(redemption_id=code.id, by=OPERATOR, at=NOW, reason="the shop called")
    use = Use.objects.get()
    assert (use.said_by, use.reason, use.actor, grant_of(code).used_said_by) == ("staff", "the shop called", str(OPERATOR), "staff")


def test_two_taps_are_one_use() -> None:
    visit = three_visits()
    said(visit, 1)
    said(visit, 1)
    assert (Redemption.objects.get().used_count, Use.objects.count()) == (1, 1)


def test_a_service_is_used_up_by_its_last_use() -> None:
    visit = three_visits()
    states = []
    for number in (1, 2, 3):
        said(visit, number)
        states.append(grant_of(visit).state)
    assert states == ["fulfilled", "fulfilled", "used"]
    with pytest.raises(UsedUp):
        said(visit)
    assert Use.objects.count() == 3


def test_no_use_is_skipped() -> None:
    with pytest.raises(UsedUp):
        said(three_visits(), 2)


def test_a_member_takes_it_back_within_the_hour() -> None:
    (code,) = claim(code_grant())
    said(code)
    unsaid(code, at=timedelta(hours=1))
    grant, use = grant_of(code), Use.objects.get()
    assert (grant.state, grant.used_at, grant.used_said_by) == ("fulfilled", None, "")
    assert Code.objects.get(id=code.code_id).used_at is None
    assert (use.undone_at, use.undone_by) == (NOW + timedelta(hours=1), f"member:{code.member_id}")
    said(code, at=timedelta(hours=2))
    assert grant_of(code).state == "used"


def test_after_the_hour_only_staff_take_it_back() -> None:
    (code,) = claim(code_grant())
    said(code)
    with pytest.raises(UndoTooLate):
        unsaid(code, at=timedelta(hours=1, seconds=1))
    undo_use(redemption_id=code.id, by=OPERATOR, at=NOW + timedelta(days=9), reason="the member called")
    assert grant_of(code).state == "fulfilled"


def test_a_member_does_not_take_back_what_staff_said() -> None:
    (code,) = claim(code_grant())
    mark_use(redemption_id=code.id, by=OPERATOR, at=NOW, reason="the shop called")
    with pytest.raises(UndoTooLate):
        unsaid(code)


def test_taking_back_twice_takes_back_once() -> None:
    visit = three_visits()
    said(visit, 1)
    said(visit, 2)
    unsaid(visit, 2)
    unsaid(visit, 2)
    assert Redemption.objects.get().used_count == 1


def test_what_is_not_marked_can_not_be_taken_back() -> None:
    with pytest.raises(UseUnknown):
        unsaid(three_visits())


def test_a_badge_is_worn_and_not_used() -> None:
    (badge,) = claim(make_grant(make_member(), make_benefit("badge")))
    with pytest.raises(NotUsable):
        said(badge)
    assert grant_of(badge).state == "fulfilled"


def test_a_strangers_redemption_is_as_missing_as_none() -> None:
    (code,), stranger = claim(code_grant()), make_member()
    with pytest.raises(NotFound):
        mark_use(redemption_id=code.id, by=owner(stranger.id), at=NOW, member_id=stranger.id)
    with pytest.raises(NotFound):
        mark_use(redemption_id=UUID(int=1), by=OPERATOR, at=NOW, reason="x")


def test_a_bundle_is_used_with_the_last_of_what_can_be_used() -> None:
    code = make_benefit("code")
    stock_of(code.product, 1)
    made = {item.kind: item for item in claim(make_grant(make_member(), make_bundle(code, make_benefit("badge"), make_benefit("coupon"))))}
    said(made["coupon"])
    assert grant_of(made["code"]).state == "fulfilled"
    said(made["code"])
    assert grant_of(made["code"]).state == "used"


@pytest.mark.django_db(transaction=True)
def test_a_code_comes_to_life_when_its_member_first_sees_it() -> None:
    (code,) = claim(code_grant())
    assert grant_of(code).activated_at is None
    for hours in (1, 2):
        at = NOW + timedelta(hours=hours)
        reveal_code(redemption_id=code.id, member_id=code.member_id, by=owner(code.member_id), at=at, channel="portal")
    assert grant_of(code).activated_at == NOW + timedelta(hours=1)


def seat_of(starts_at: datetime) -> Redemption:
    """A seat of an event that begins then."""
    event = make_benefit("event", seats=5)
    terms = make_terms(event, specifics={"starts_at": starts_at.isoformat(), "ends_at": (starts_at + timedelta(hours=2)).isoformat()})
    return claim(make_grant(make_member(), event, terms=terms))[0]


def test_nobody_was_at_an_event_that_is_yet_to_begin() -> None:
    seat = seat_of(NOW + timedelta(hours=1))
    with pytest.raises(NotYetBegun):
        said(seat, 1)
    with pytest.raises(NotYetBegun):
        mark_use(redemption_id=seat.id, by=OPERATOR, at=NOW, reason="they will come")
    assert (grant_of(seat).state, Use.objects.count(), Event.objects.filter(kind="redemption.used").count()) == ("fulfilled", 0, 0)
    assert said(seat, 1, at=timedelta(hours=1)).used_count == 1


def test_an_event_that_was_moved_begins_where_it_was_moved_to() -> None:
    later, sooner = seat_of(NOW - timedelta(hours=1)), seat_of(NOW + timedelta(days=1))
    make_terms(later.benefit, specifics={"starts_at": (NOW + timedelta(hours=1)).isoformat()})
    make_terms(sooner.benefit, specifics={"starts_at": NOW.isoformat()})
    with pytest.raises(NotYetBegun):
        said(later)
    assert said(sooner).used_count == 1

"""Odd patterns per member of staff: what each did in thirty days, when and for whom, beside the others at the same console."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.queries.habits import Habit, habits
from common.duties.models import Tally
from common.feed.models import Event
from common.feed.partitions import ask_for_partitions
from common.ids import new_id
from members.models import User
from tests.analytics.admin.world import sign_in
from tests.factories import make_enterprise, make_member, make_operator, make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.alone("the page is over all staff")]
AT = datetime.now(UTC)  # The feed has no partitions of other years.
SHANGHAI = ZoneInfo("Asia/Shanghai")
_numbers = iter(range(1, 10_000))


@pytest.fixture(autouse=True)
def _partitions_of_last_month() -> None:
    ask_for_partitions(today=AT.date() - timedelta(days=31))


def weekday() -> date:
    """The last day of work that is over, wherever one reads the clock."""
    day = (AT - timedelta(days=2)).date()
    return day - timedelta(days=max(0, day.isoweekday() - 5))


def working(hour: int = 10, *, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.combine(weekday(), time(hour), tzinfo=zone)


def acted(user: User, times: int = 1, *, at: datetime | None = None, member: UUID | None = None, rows: int = 1) -> None:
    """So many acts, each of so many events."""
    given = {"subject_type": "grant", "kind": "grant.revoked", "actor": f"user:{user.pk}", "before": "", "after": "", "data": {}}
    for _n in range(times):
        tx = next(_numbers)
        for _row in range(rows):
            Event.objects.create(tx=tx, at=at or working(), subject_id=new_id(), member_id=member, **given)


def did(user: User, duty: str, times: int) -> None:
    Tally.objects.create(person=user, duty=duty, day=weekday(), times=times)


def of(user: User) -> Habit:
    return next(habit for habit in habits(AT) if habit.person_id == user.pk)


def figures(user: User) -> dict[str, tuple[int, float, bool]]:
    return {measure.name: (measure.count, measure.others, measure.is_odd) for measure in of(user).measures}


def test_an_act_is_one_however_many_rows_it_changed() -> None:
    user = make_operator()
    acted(user, rows=40)
    assert figures(user)["acts"] == (1, 0, False)


def test_what_is_far_from_the_median_of_the_others_is_odd_and_stands_first() -> None:
    quiet = [make_operator(), make_operator(), make_operator()]
    loud = make_operator()
    for user, times in (*zip(quiet, (1, 2, 3), strict=True), (loud, 12)):
        acted(user, times)
    assert figures(loud)["acts"] == (12, 2, True)
    assert figures(quiet[2])["acts"] == (3, 2, False)
    assert habits(AT)[0].person_id == loud.pk


def test_codes_shown_exports_and_grants_come_from_the_tallies_of_the_registry() -> None:
    user, other = make_operator(), make_operator()
    for duty, times in (("redemption.redemption.show", 11), ("benefits.benefit.take_away", 12), ("benefits.grant.give", 13)):
        did(user, f"ops.{duty}", times)
    did(other, "ops.benefits.grant.give", 13)
    did(other, "ops.supply.lot.recall", 50)
    found = figures(user)
    assert [found[name] for name in ("reveals", "exports", "given")] == [(11, 0, True), (12, 0, True), (13, 13, False)]


@pytest.mark.parametrize(("hour", "late"), [(7, 1), (8, 0), (19, 0), (20, 1), (23, 1)])
def test_out_of_hours_is_before_eight_and_from_eight_in_the_evening(hour: int, late: int) -> None:
    user = make_operator()
    acted(user, at=working(hour))
    assert figures(user)["late"][0] == late


def test_weekends_are_out_of_hours() -> None:
    user, friday = make_operator(), weekday()
    saturday = friday - timedelta(days=friday.isoweekday() + 1)
    acted(user, at=datetime.combine(saturday, time(10), tzinfo=SHANGHAI))
    assert figures(user)["late"][0] == 1


def test_hours_are_those_of_the_enterprise_of_whoever_acts() -> None:
    user = make_staff(make_enterprise(time_zone="America/New_York")).user
    acted(user, at=working(10, zone=ZoneInfo("America/New_York")))
    assert figures(user)["late"][0] == 0


def test_half_of_all_acts_for_one_member_is_odd_from_ten_on() -> None:
    user, member, other = make_operator(), make_member(), make_member()
    acted(user, 9, member=member.id, rows=3)
    acted(user, 9, member=other.id)
    assert (figures(user)["to_one"], of(user).to_one_percent) == ((9, 0, False), 50)
    acted(user, 1, member=member.id)
    assert (figures(user)["to_one"], of(user).to_one_percent) == ((10, 0, True), 52)
    acted(user, 2)
    assert (figures(user)["to_one"], of(user).to_one_percent) == ((10, 0, False), 47)


def test_staff_of_enterprises_are_compared_with_one_another_and_not_with_operators() -> None:
    operator, one, other = make_operator(), make_staff().user, make_staff().user
    acted(operator, 50)
    acted(one, 2)
    acted(other, 4)
    assert figures(one)["acts"] == (2, 4, False)


def test_what_is_older_than_thirty_days_counts_no_more() -> None:
    user = make_operator()
    acted(user)
    assert habits(working() + timedelta(days=31)) == []


def test_the_page_shows_each_with_the_median_and_costs_as_much_for_many() -> None:
    client = sign_in(make_operator("boss"))
    client.get("/ops/staff-patterns/")
    spent = []
    for number in (1, 12):
        for _n in range(number):
            user = make_operator()
            acted(user, 11)
            did(user, "ops.benefits.grant.give", 3)
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/ops/staff-patterns/", headers={"accept-language": "en"})
        spent.append(len(captured))
    assert spent[0] == spent[1]
    text = page.content.decode()
    assert ("Out of hours" in text, "Acts for the same member" in text) == (True, True)


def test_an_empty_page_says_so_and_one_without_the_right_is_shut() -> None:
    text = sign_in(make_operator()).get("/ops/staff-patterns/", headers={"accept-language": "en"}).content.decode()
    assert text.count("Nothing was done in the last 30 days.") == 2
    assert sign_in(make_user(is_staff=True)).get("/ops/staff-patterns/").status_code == 403

"""How often a day one person may: exact however many requests come at once, given back where nothing was done."""

from datetime import timedelta

import pytest

from common.duties.duty import Duty
from common.duties.models import DutyLimit, Tally
from common.duties.tally import LimitReached, add_amount, give_back, take
from members.models import User
from tests.factories import NOW, make_user
from tests.together import together

FIVE = Duty("ops.test.five", right="test.five", daily=5)
SUM = Duty("ops.test.sum", right="test.sum", second="above", above=1_000)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_do_it_as_often_as_the_limit_says() -> None:
    person = make_user()
    outcomes = together(20, lambda _n: take(FIVE, person.pk, at=NOW))
    assert (outcomes.count(None), sum(isinstance(o, LimitReached) for o in outcomes)) == (5, 15)
    assert Tally.objects.get().times == 5


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_come_no_higher_than_the_days_sum() -> None:
    person = make_user()
    outcomes = together(20, lambda _n: add_amount(SUM, person.pk, 300, at=NOW))
    assert (outcomes.count(True), outcomes.count(False)) == (3, 17)
    assert Tally.objects.get().amount == 900


@pytest.mark.django_db
def test_one_large_sum_is_above_it_as_well() -> None:
    assert add_amount(SUM, make_user().pk, 1_001, at=NOW) is False
    assert Tally.objects.count() == 0


def _is_full(person: User, duty: Duty = FIVE, *, days: int = 0, times: int = 1) -> bool:
    try:
        take(duty, person.pk, at=NOW + timedelta(days=days), times=times)
    except LimitReached:
        return True
    return False


@pytest.mark.django_db
def test_a_new_day_and_another_person_begin_anew_and_what_was_not_done_is_given_back() -> None:
    person = make_user()
    assert [_is_full(person) for _n in range(6)] == [False] * 5 + [True]
    assert (_is_full(make_user()), _is_full(person, days=1)) == (False, False)
    give_back(FIVE, person.pk, at=NOW)
    assert (_is_full(person), _is_full(person)) == (False, True)


@pytest.mark.django_db
def test_many_rows_at_once_are_all_counted_or_none() -> None:
    person = make_user()
    assert (_is_full(person, times=6), _is_full(person, times=4), _is_full(person, times=2)) == (True, False, True)
    assert Tally.objects.get().times == 4


@pytest.mark.django_db
def test_a_limit_of_ones_own_holds_while_it_lasts() -> None:
    person, none = make_user(), Duty("ops.test.none", right="test.none", daily=0)
    assert _is_full(person, none)
    DutyLimit.objects.create(person=person, duty=none.name, daily=1, reason="leak", until=NOW + timedelta(days=1), created_at=NOW)
    assert [_is_full(person, none), _is_full(person, none), _is_full(person, none, days=1)] == [False, True, True]

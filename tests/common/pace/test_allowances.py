"""Allowances: so many in a row, then one at a time."""

from datetime import datetime, timedelta

import pytest

from common.pace import Rate, TooMany, forget_whole_allowances, spend
from common.pace.models import Allowance
from tests.factories import NOW

pytestmark = pytest.mark.django_db
THREE = Rate(3, timedelta(seconds=30))


def refused(name: str = "caller", at: datetime = NOW) -> int:
    with pytest.raises(TooMany) as refusal:
        spend(name, THREE, at=at)
    return refusal.value.facts["retry_after"]


def use_up(name: str = "caller") -> None:
    for _n in range(3):
        spend(name, THREE, at=NOW)


def test_the_fourth_is_refused_with_the_time_to_wait() -> None:
    use_up()
    assert refused() == 10


def test_a_refusal_costs_nothing() -> None:
    use_up()
    assert [refused(at=NOW + timedelta(seconds=n)) for n in (1, 9)] == [9, 1]
    spend("caller", THREE, at=NOW + timedelta(seconds=10))


def test_each_caller_has_an_allowance_of_their_own() -> None:
    use_up()
    spend("another", THREE, at=NOW)


def test_an_allowance_that_was_left_alone_is_whole_again() -> None:
    use_up()
    for _n in range(3):
        spend("caller", THREE, at=NOW + timedelta(seconds=30))
    assert refused(at=NOW + timedelta(seconds=30)) == 10


def test_a_clock_that_was_put_right_locks_nobody_out() -> None:
    spend("caller", THREE, at=NOW + timedelta(days=30))
    spend("caller", THREE, at=NOW)


def test_whole_allowances_are_forgotten() -> None:
    use_up()
    forget_whole_allowances(NOW + timedelta(seconds=60))
    assert Allowance.objects.count() == 1
    forget_whole_allowances(NOW + timedelta(seconds=91))
    assert Allowance.objects.count() == 0

"""Django's cache: what is counted is one for all processes, all else is each process's own."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from common.pace import forget_whole_allowances
from common.pace.cache import CountingCache
from common.pace.models import Kept
from tests.factories import NOW
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "allauth:rl:test"


def _of_another_process() -> CountingCache:
    return CountingCache("another", {"OPTIONS": {"SHARED": ["allauth"]}})


def test_what_is_counted_is_seen_by_all_processes() -> None:
    cache.set(KEY, [1763846112.123456, 2.5], 60)
    assert _of_another_process().get(KEY) == [1763846112.123456, 2.5]
    cache.set(KEY, [1.0], 60)
    assert _of_another_process().get(KEY) == [1.0]
    assert (_of_another_process().delete(KEY), cache.get(KEY, "none")) == (True, "none")


def test_all_else_is_of_the_process_and_asks_no_database() -> None:
    cache.set("analytics.today", {1, 2}, 60)
    assert (cache.get("analytics.today"), _of_another_process().get("analytics.today")) == ({1, 2}, None)
    assert Kept.objects.count() == 0
    cache.delete("analytics.today")


def test_it_is_added_once_until_it_ends() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        assert [cache.add(KEY, "y", 30) for _n in range(2)] == [True, False]
        clock.shift(timedelta(seconds=30))
        assert (cache.get(KEY), cache.add(KEY, "y", 30), cache.add(KEY, "y", 30)) == (None, True, False)


@pytest.mark.race
@pytest.mark.parametrize("is_ended", [False, True])
def test_of_twenty_who_add_it_at_once_one_does(is_ended: bool) -> None:
    if is_ended:
        cache.set(KEY, "y", 0)
    assert sorted(map(str, together(20, lambda _n: cache.add(KEY, "y", 30)))) == ["False"] * 19 + ["True"]


def test_what_has_ended_is_forgotten() -> None:
    with time_machine.travel(NOW, tick=False):
        cache.set(KEY, "y", 30)
        cache.set("allauth:for ever", "y", None)
    forget_whole_allowances(NOW + timedelta(seconds=100))
    assert list(Kept.objects.values_list("key", flat=True)) == ["allauth:for ever"]

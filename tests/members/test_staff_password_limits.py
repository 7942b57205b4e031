"""Wrong passwords for one name from many addresses are counted together, on however many web hosts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from tests.factories import NOW, PASSWORD, make_operator
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def _try(password: str, address: int) -> str:
    caches["default"]._cache.clear()  # type: ignore[attr-defined]  # As a process sees it that has just begun.
    given = {"login": "ops", "password": password}
    page = Client().post("/staff/login/", given, REMOTE_ADDR=f"203.0.113.{address}")
    return "in" if page.status_code == 302 else "limit" if "Too many failed" in page.content.decode() else "wrong"


def test_the_twenty_first_from_as_many_addresses_is_refused_for_five_minutes(clock: time_machine.Traveller) -> None:
    make_operator("ops")
    assert [_try("wrong", n) for n in range(22)] == ["wrong"] * 20 + ["limit"] * 2
    assert _try(PASSWORD, 100) == "limit"
    clock.shift(timedelta(minutes=5))
    assert _try(PASSWORD, 100) == "in"


def test_many_at_once_are_tried_no_more_often() -> None:
    make_operator("ops")
    outcomes = [outcome for _turn in range(4) for outcome in together(8, lambda n: _try("wrong", n))]
    # Whoever can't get at the count within a second is refused without a try.
    assert set(outcomes) <= {"wrong", "limit"}
    assert outcomes.count("wrong") <= 20

"""The second step's codes: five wrong ones in ten minutes for a person, and each right one once, on however many web hosts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from members.models import SecondStep
from tests.factories import NOW, PASSWORD, make_operator
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
MINUTE = timedelta(minutes=1)
BEFORE, THIS, NEXT = range(3)


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> Iterator[time_machine.Traveller]:
    settings.STAFF_TOTP_REQUIRED = False
    settings.ACCOUNT_RATE_LIMITS = False
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def secret(clock: time_machine.Traveller) -> str:
    """An operator's app, set up two minutes ago."""
    make_operator("ops")
    clock.shift(-2 * MINUTE)
    secret = activate(password_given())
    clock.shift(2 * MINUTE)
    return secret


def password_given() -> Client:
    client = Client()
    client.post("/staff/login/", {"login": "ops", "password": PASSWORD})
    return client


def activate(client: Client) -> str:
    secret: str = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    return secret


def code_of(secret: str, when: int = THIS) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[when]))


def wrong_of(secret: str) -> str:
    good = {code_of(secret, when) for when in (BEFORE, THIS, NEXT)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in good)


def enter(code: str, client: Client | None = None, *, ip: str = "127.0.0.1") -> Any:
    return (client or password_given()).post(reverse("mfa_authenticate"), {"code": code}, REMOTE_ADDR=ip)


def opens(code: str) -> bool:
    cache.clear()  # As a process sees it that has just begun.
    return bool(enter(code).status_code == 302)


def test_a_code_is_taken_once_by_all_processes(secret: str) -> None:
    assert [opens(code_of(secret)) for _n in range(2)] == [True, False]


def test_a_code_is_not_taken_again_while_its_time_is_still_good(secret: str, clock: time_machine.Traveller) -> None:
    code = code_of(secret, NEXT)
    assert opens(code)
    for _n in range(2):
        clock.shift(timedelta(seconds=30))
        assert not opens(code)


def test_a_code_of_before_the_one_taken_is_not_taken_any_more(secret: str) -> None:
    assert [opens(code_of(secret, when)) for when in (THIS, BEFORE, NEXT)] == [True, False, True]


def test_the_code_that_set_up_the_app_signs_nobody_in() -> None:
    make_operator("ops")
    secret = activate(password_given())
    assert [opens(code_of(secret, when)) for when in (THIS, NEXT)] == [False, True]


def test_the_same_code_twenty_times_at_once_opens_once(secret: str) -> None:
    clients, code = [password_given() for _n in range(20)], code_of(secret)
    outcomes = together(20, lambda n: enter(code, clients[n]).status_code)
    assert sorted(map(str, outcomes)) == ["200"] * 19 + ["302"]


def test_twenty_wrong_codes_at_once_count_five_and_then_the_right_one_is_refused(secret: str) -> None:
    clients, code = [password_given() for _n in range(20)], wrong_of(secret)
    pages = together(20, lambda n: enter(code, clients[n], ip=f"203.0.113.{n}").content.decode())
    assert ["Incorrect code." in str(page) for page in pages].count(True) == 5
    assert ["Too many failed login attempts." in str(page) for page in pages].count(True) == 15
    assert len(SecondStep.objects.get().missed_at) == 5
    assert not opens(code_of(secret))


def test_after_ten_minutes_one_may_try_again(secret: str, clock: time_machine.Traveller) -> None:
    assert [opens(wrong_of(secret)) for _n in range(5)] == [False] * 5
    clock.shift(10 * MINUTE - timedelta(seconds=1))
    assert not opens(code_of(secret))
    clock.shift(timedelta(seconds=1))
    assert opens(code_of(secret))


def test_a_right_code_gives_no_tries_back(secret: str) -> None:
    assert [opens(wrong_of(secret)) for _n in range(4)] == [False] * 4
    assert opens(code_of(secret))
    assert not opens(wrong_of(secret))
    assert not opens(code_of(secret, NEXT))


def test_recovery_codes_are_counted_with_the_others(secret: str) -> None:
    kept = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert [opens(kept[0]), opens(kept[0])] == [True, False]
    assert [opens("00000000") for _n in range(4)] == [False] * 4
    assert not opens(kept[1])


def test_the_second_step_before_what_is_delicate_counts_with_them(secret: str) -> None:
    client = password_given()
    enter(code_of(secret), client)
    answers = [client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)}).status_code for _n in range(5)]
    assert answers == [200] * 5
    assert client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret, NEXT)}).status_code == 200


def test_a_new_app_may_be_set_up_at_once(secret: str) -> None:
    client = password_given()
    enter(code_of(secret, NEXT), client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(type="totp").exists()
    assert opens(code_of(activate(client), NEXT))

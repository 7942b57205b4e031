"""Staff see where they are signed in, and end what they don't know."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from common.feed.models import Event
from members.models import StaffSession, User
from tests.factories import NOW, PASSWORD, make_operator, make_staff
from tests.redemption.portal.visiting import words_of

pytestmark = pytest.mark.django_db
MAC = "Mozilla/5.0 (Macintosh) Chrome/130"
PHONE = "Mozilla/5.0 (iPhone) Safari/604"
PAGE = "/staff/sessions/"


@pytest.fixture(autouse=True)
def calm(settings: Settings) -> None:
    settings.STAFF_TOTP_REQUIRED = False
    settings.ACCOUNT_RATE_LIMITS = False


def browser(username: str, device: str = MAC, address: str = "203.0.113.9") -> Client:
    """Somebody signed in, who has opened their console."""
    client = Client(headers={"user-agent": device, "accept-language": "en"}, REMOTE_ADDR=address)
    client.post("/staff/login/", {"login": username, "password": PASSWORD})
    client.get("/staff/")
    return client


def shown(client: Client) -> str:
    return words_of(client.get(PAGE).content.decode())


def ended(client: Client, door: str = "/ops/") -> bool:
    answer: Any = client.get(door)
    return bool(answer.status_code == 302 and "/login/" in answer["Location"])


def session_at(address: str) -> StaffSession:
    return StaffSession.objects.get(address=address)


@time_machine.travel(NOW, tick=False)
def test_each_browser_is_told_with_its_address_and_its_times() -> None:
    make_operator("ops")
    browser("ops", PHONE, "203.0.113.7")
    here = browser("ops")
    assert "Mac · Chrome this one 203.0.113.9 Since 2026-03-02 10:00, last seen 2026-03-02 10:00" in shown(here)
    assert "iPhone · Safari 203.0.113.7 Since 2026-03-02 10:00, last seen 2026-03-02 10:00 End iPhone" in shown(here)


def test_one_that_is_ended_is_nobodys_at_its_next_request() -> None:
    make_operator("ops")
    here, there = browser("ops"), browser("ops", PHONE, "203.0.113.7")
    here.post(f"{PAGE}{session_at('203.0.113.7').id}/end/")
    assert (ended(there), ended(here)) == (True, False)
    assert "iPhone" not in shown(here)
    told = Event.objects.get(kind="user.session_ended")
    assert told.actor == f"user:{User.objects.get().pk}"


def test_all_others_are_ended_at_once_and_nobody_elses() -> None:
    make_operator("ops")
    make_staff(username="hr")
    here, others = browser("ops"), [browser("ops", address=f"203.0.113.{n}") for n in (1, 2)]
    foreign = browser("hr", address="203.0.113.3")
    here.post(f"{PAGE}others/end/")
    assert [ended(other) for other in others] == [True, True]
    assert (ended(here), ended(foreign, "/hr/")) == (False, False)


def test_a_foreign_session_is_as_missing_as_none() -> None:
    make_operator("ops")
    make_staff(username="hr")
    browser("hr", address="203.0.113.3")
    here = browser("ops")
    foreign = session_at("203.0.113.3")
    assert here.post(f"{PAGE}{foreign.id}/end/").status_code == 404
    assert (session_at("203.0.113.3").ended_at, "203.0.113.3" in shown(here)) == (None, False)


def test_who_signs_out_is_not_told_any_more() -> None:
    make_operator("ops")
    here, there = browser("ops"), browser("ops", address="203.0.113.7")
    there.post("/ops/logout/")
    assert (session_at("203.0.113.7").ended_at is not None, "203.0.113.7" in shown(here)) == (True, False)


def test_a_new_password_ends_the_others_and_keeps_this_one() -> None:
    make_operator("ops")
    here, there = browser("ops"), browser("ops", address="203.0.113.7")
    new = "a-new-and-long-password-7"
    here.post("/staff/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (ended(there), ended(here)) == (True, False)
    assert shown(here).count("Since") == 1


def test_who_signs_in_again_without_leaving_is_there_once() -> None:
    make_operator("ops")
    here = browser("ops")
    here.force_login(User.objects.get())
    assert shown(here).count("Since") == 1


def test_what_was_not_heard_of_for_half_an_hour_is_over() -> None:
    make_operator("ops")
    with time_machine.travel(NOW, tick=False):
        browser("ops", address="203.0.113.7")
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        assert "203.0.113.7" not in shown(browser("ops"))


def test_last_seen_is_written_once_a_minute() -> None:
    make_operator("ops")
    with time_machine.travel(NOW, tick=False):
        client = browser("ops")
    for seconds, minutes in ((59, 0), (60, 1)):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            client.get("/ops/")
            assert StaffSession.objects.get().seen_at == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(("username", "door"), [("ops", "/ops/"), ("hr", "/hr/")])
def test_both_consoles_lead_there(username: str, door: str) -> None:
    make_operator("ops")
    make_staff(username="hr")
    assert f'href="{reverse("staff_sessions")}"' in browser(username).get(door).content.decode()


def test_nobody_who_is_not_signed_in_sees_or_ends_any() -> None:
    assert [Client().get(PAGE).status_code, Client().post(f"{PAGE}others/end/").status_code] == [302, 302]
    assert StaffSession.objects.count() == 0

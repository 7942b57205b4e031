"""Who may enter which console, and what the pages may load."""

from collections.abc import Callable

import pytest
from django.test import Client

from members.models import User
from tests.factories import make_enterprise, make_operator, make_staff, make_user

Enter = Callable[[User], Client]


@pytest.mark.parametrize("console", ["/ops/", "/hr/"])
def test_nobody_is_asked_to_sign_in_and_comes_back_to_the_page(client: Client, consoles: None, db: None, console: str) -> None:
    response = client.get(f"{console}members/department/", follow=True)
    assert response.redirect_chain[-1] == (f"/staff/login/?next={console}members/department/", 302)


def test_an_operator_does_not_enter_the_enterprises_console(enter: Enter) -> None:
    response = enter(make_operator()).get("/hr/", follow=True)
    assert (response.status_code, "/ops/" in response.content.decode()) == (403, True)


def test_an_enterprises_staff_does_not_enter_the_operators_console(enter: Enter) -> None:
    response = enter(make_staff().user).get("/ops/", follow=True)
    assert (response.status_code, "/hr/" in response.content.decode()) == (403, True)


def test_a_login_without_any_role_enters_neither(enter: Enter) -> None:
    client = enter(make_user())
    assert [client.get(door, follow=True).status_code for door in ("/ops/", "/hr/")] == [403, 403]


def test_a_stranger_address_is_not_followed_after_signing_in(enter: Enter) -> None:
    response = enter(make_operator()).get("/ops/login/?next=https://evil.test/")
    assert response["Location"] == "/ops/"


def test_signing_out_needs_a_post(enter: Enter) -> None:
    client = enter(make_operator())
    assert client.get("/ops/logout/").status_code == 405
    assert client.post("/ops/logout/")["Location"] == "/staff/login/?signed_out=1"
    assert client.get("/ops/").status_code == 302


def test_the_policy_is_relaxed_under_the_consoles_alone(enter: Enter) -> None:
    policy = enter(make_operator()).get("/ops/")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["script-src"] == "'self' 'unsafe-eval'"
    assert directives["style-src"] == "'self' 'unsafe-inline'"
    assert directives["default-src"] == "'self'"


def test_the_policy_elsewhere_stays_strict(client: Client, consoles: None, db: None) -> None:
    assert "unsafe" not in client.get("/nowhere/")["Content-Security-Policy"]


def test_times_are_read_in_the_enterprises_zone(enter: Enter) -> None:
    staff = make_staff(make_enterprise(time_zone="America/New_York"))
    assert 'data-admin-utc-offset="-' in enter(staff.user).get("/hr/members/department/").content.decode()

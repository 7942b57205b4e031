"""Staff sign in: password, second step, lock, idle end."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from common.clock import now
from tests.factories import NOW, PASSWORD, make_operator, make_staff, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/staff/login/"


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture(autouse=True)
def calm(settings: Settings) -> None:
    settings.STAFF_TOTP_REQUIRED = False
    settings.ACCOUNT_RATE_LIMITS = False


def sign_in(client: Client, username: str, password: str = PASSWORD, *, ip: str = "127.0.0.1") -> Any:
    return client.post(LOGIN, {"login": username, "password": password}, REMOTE_ADDR=ip)


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def activate(client: Client) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)}).status_code == 302
    return secret


def test_each_goes_to_the_console_that_is_theirs(client: Client) -> None:
    make_operator("ops")
    make_staff(username="hr")
    assert sign_in(client, "ops")["Location"] == "/ops/"
    assert client.get("/staff/")["Location"] == "/ops/"
    assert sign_in(Client(), "hr")["Location"] == "/hr/"


def test_after_signing_in_one_is_where_one_wanted_to_be_on_this_host_only(client: Client) -> None:
    make_operator("ops")
    given = {"login": "ops", "password": PASSWORD}
    assert client.post(f"{LOGIN}?next=/ops/supply/lot/", given)["Location"] == "/ops/supply/lot/"
    for elsewhere in ("https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"):
        assert Client().post(LOGIN, {**given, "next": elsewhere})["Location"] == "/ops/"


def test_a_wrong_password_and_an_unknown_name_look_alike(client: Client) -> None:
    make_operator("ops")
    wrong, unknown = sign_in(client, "ops", "wrong"), sign_in(client, "nobody", "wrong")
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert (wrong.status_code, unknown.status_code) == (200, 200)


def test_the_fifth_wrong_password_locks_the_name_for_a_while(client: Client) -> None:
    make_operator("ops")
    statuses = [sign_in(client, "ops", "wrong").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert sign_in(client, "ops").status_code == 429
    assert sign_in(Client(), "ops", ip="203.0.113.9").status_code == 302


def test_signing_in_changes_the_session_key(client: Client) -> None:
    make_operator("ops")
    client.get(LOGIN)
    before = client.session.session_key
    sign_in(client, "ops")
    assert client.session.session_key != before


def test_there_is_no_sign_up_and_no_reset_by_mail(client: Client) -> None:
    assert [client.get(path).status_code for path in ("/staff/signup/", "/staff/password/reset/", "/staff/email/")] == [404] * 3


def test_without_the_second_step_no_console_opens_where_it_is_required(client: Client, settings: Settings) -> None:
    make_operator("ops")
    sign_in(client, "ops")
    settings.STAFF_TOTP_REQUIRED = True
    assert client.get("/ops/")["Location"] == reverse("mfa_activate_totp")
    assert client.get("/hr/")["Location"] == reverse("mfa_activate_totp")


def test_the_second_step_is_set_up_and_then_asked_for(client: Client, settings: Settings) -> None:
    make_operator("ops")
    settings.STAFF_TOTP_REQUIRED = True
    sign_in(client, "ops")
    secret = activate(client)
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    again = Client()
    assert sign_in(again, "ops")["Location"] == reverse("mfa_authenticate")
    assert again.get("/ops/").status_code == 302
    with time_machine.travel(now() + timedelta(minutes=1)):  # A code is good once.
        answer = again.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
        assert answer["Location"] == "/ops/"
        assert again.get("/ops/jsi18n/").status_code == 200


def test_a_wrong_second_step_opens_nothing(client: Client) -> None:
    make_operator("ops")
    sign_in(client, "ops")
    activate(client)
    again = Client()
    sign_in(again, "ops")
    assert again.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert again.get("/staff/").status_code == 302
    assert "_auth_user_id" not in again.session


def test_a_recovery_code_signs_in_once(client: Client) -> None:
    user = make_operator("ops")
    sign_in(client, "ops")
    activate(client)
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    outcomes = []
    for _ in range(2):
        again = Client()
        sign_in(again, "ops")
        outcomes.append(again.post(reverse("mfa_authenticate"), {"code": code}).status_code)
    assert outcomes == [302, 200]


def test_the_apps_secret_is_sealed_in_the_database(client: Client) -> None:
    user = make_operator("ops")
    sign_in(client, "ops")
    secret = activate(client)
    assert secret not in str(Authenticator.objects.get(user=user, type="totp").data)


@pytest.mark.parametrize(
    ("minutes", "is_signed_in"),
    [([29, 58, 87], True), ([30], False), ([25 * n for n in range(1, 29)], True), ([25 * n for n in range(1, 29)] + [720], False)],
)
def test_a_session_ends_when_idle_and_after_twelve_hours(client: Client, minutes: list[int], is_signed_in: bool) -> None:
    make_operator("ops")
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, "ops")
        client.get("/staff/")
        for minute in minutes:
            clock.move_to(NOW + timedelta(minutes=minute))
            answer = client.get("/ops/jsi18n/")
    assert (answer.status_code == 200) is is_signed_in
    assert is_signed_in or answer["Location"] == "/staff/login/?next=/ops/jsi18n/"


def test_somebody_who_was_switched_off_is_out_at_once(client: Client) -> None:
    user = make_operator("ops")
    sign_in(client, "ops")
    type(user).objects.update(is_active=False)
    assert client.get("/ops/").status_code == 302


def test_signing_out_needs_a_button(client: Client) -> None:
    make_user("someone")
    sign_in(client, "someone")
    assert client.get("/staff/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/staff/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "account_change_password", "account_logout"])
def test_every_page_of_ones_account_is_ours(client: Client, name: str) -> None:
    make_operator("ops")
    sign_in(client, "ops")
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "staff/staff.css" in page.content.decode()


def test_every_form_is_guarded_against_foreign_posts() -> None:
    client = Client(enforce_csrf_checks=True)
    make_operator("ops")
    assert sign_in(client, "ops").status_code == 403

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest
from django.db import OperationalError, connection
from django.test import Client

from common import clock
from members.models import User
from tests.benefits.hr.desk import at_desk, confirm, sheet, upload, workshop
from tests.calling import api_of_member
from tests.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db


@contextmanager
def database_away() -> Iterator[None]:
    """Every statement fails as when the server has gone."""

    def fails(*_statement: Any) -> NoReturn:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fails):
        yield


def asked(path: str, client: Client | None = None, *, method: str = "GET") -> tuple[int, str, str]:
    """Status, when to come again, and the type of the answer."""
    client = client or Client()
    client.raise_request_exception = False
    with database_away():
        answer = client.generic(method, path)
    return answer.status_code, answer.headers.get("Retry-After", ""), answer.headers["Content-Type"].split(";")[0]


def test_portal_is_busy_when_the_session_cannot_be_looked_up() -> None:
    client = Client()
    client.cookies["quanyi_member"] = "a-token"
    assert asked("/me/", client) == (503, "2", "text/html")


def test_callback_of_a_supplier_is_to_be_sent_again() -> None:
    assert asked("/suppliers/sandbox/callback", method="POST") == (503, "2", "text/html")


def test_console_is_busy_and_does_not_say_that_the_session_was_deleted() -> None:
    client = Client()
    operator = User.objects.create_superuser("operator", "o@quanyi.test", PASSWORD)
    client.force_login(operator, backend="members.staff_login.StaffBackend")
    session = client.session
    session["seen"] = str(clock.now())
    session.save()
    assert asked("/ops/", client) == (503, "2", "text/html")


def test_api_answers_a_problem() -> None:
    caller = api_of_member(make_member())
    with database_away():
        answer = caller.get("me")
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "busy", "2")


def test_any_other_error_is_our_mistake(settings: Any) -> None:
    from django.urls import path

    def broken(_request: object) -> NoReturn:
        raise RuntimeError("ours")

    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("", broken)], "handler500": "config.busy.server_error"})
    client = Client(raise_request_exception=False)
    assert client.get("/").status_code == 500


def test_page_that_says_later_in_its_own_way_says_when() -> None:
    enterprise = workshop()
    client, _staff = at_desk(enterprise)
    batch = upload(client, sheet(("G01001", "phone-50", "1")))

    def held(execute: Any, sql: str, *rest: Any) -> Any:
        if "FOR NO KEY UPDATE" in sql or "FOR UPDATE" in sql:
            raise OperationalError("canceling statement due to lock timeout")
        return execute(sql, *rest)

    with connection.execute_wrapper(held):
        answer = confirm(client, batch)
    assert (answer.status_code, answer.headers.get("Retry-After"), "phone-50" in answer.content.decode()) == (503, "2", True)

"""The demo's inbox."""

import pytest
from django.test import Client
from pytest_django import Settings

from members.operations import request_login_code
from tests.factories import NOW, make_member
from tests.members.codes import last_code
from tests.members.letters import send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.SHOWS_DEMO, settings.EMAIL_URL, settings.SMS_URL = True, "", ""


def test_the_inbox_shows_what_was_sent_newest_first() -> None:
    send(channel="email", to="lin@galaxy.test", subject="你好", text="第一封")
    send(key="2", text="第二条")
    sent_at = NOW.isoformat()
    assert Client().get("/demo/inbox.json").json() == [
        {"channel": "sms", "to": "+8613812345678", "subject": "", "text": "第二条", "sent_at": sent_at},
        {"channel": "email", "to": "lin@galaxy.test", "subject": "你好", "text": "第一封", "sent_at": sent_at},
    ]


@pytest.mark.alone("the inbox of the demo is everybody's")
def test_a_code_is_there_at_once_and_a_decoy_never() -> None:
    make_member(phone="+8613812345678")
    request_login_code(channel="phone", address="13812345678", ip=None, at=NOW)
    request_login_code(channel="phone", address="13900001111", ip=None, at=NOW)
    page = Client().get("/demo/inbox/").content.decode()
    assert page.count("<article") == 1
    assert f'<output class="code">{last_code()}</output>' in page


def test_what_a_message_says_is_text_never_markup() -> None:
    send(text="<script>alert(1)</script>")
    assert "<script>alert" not in Client().get("/demo/inbox/").content.decode()


def test_outside_demo_mode_there_is_no_inbox(settings: Settings) -> None:
    settings.SHOWS_DEMO = False
    assert [Client().get(path).status_code for path in ("/demo/inbox/", "/demo/inbox.json")] == [404, 404]

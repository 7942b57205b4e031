"""Messages on their way: a real gateway of our own takes them, or does not."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from members.models import SentMessage
from members.operations import deliver_message, forget_old_sign_ins
from members.queries import due_messages
from tests.factories import NOW
from tests.members.letters import send
from tests.together import together

pytestmark = pytest.mark.django_db


class Gateway(HTTPServer):
    """Takes SMS and keeps them; answers ``status``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.status = 202
        self.taken: list[dict[str, str]] = []
        self.authorization: str | None = None

    @property
    def url(self) -> str:
        return f"http://key:secret@127.0.0.1:{self.server_port}/sms"


class Desk(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        self.server.authorization = self.headers["Authorization"]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.status == 202:
            self.server.taken.append(body)
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    with Gateway() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.SMS_URL, settings.SHOWS_DEMO = server.url, False
        yield server
        server.shutdown()


def deliver(after: timedelta = timedelta()) -> bool:
    return deliver_message(message_id=SentMessage.objects.get().id, at=NOW + after)


def test_an_sms_reaches_the_gateway_once(gateway: Gateway) -> None:
    send()
    assert (deliver(), deliver()) == (True, False)
    assert gateway.taken == [{"to": "+8613812345678", "text": "你好", "key": "1"}]
    assert gateway.authorization == "Basic a2V5OnNlY3JldA=="
    assert (SentMessage.objects.get().sent_at, due_messages(NOW + timedelta(days=1))) == (NOW, [])


def test_the_same_key_is_one_message(gateway: Gateway) -> None:
    send()
    send()
    assert SentMessage.objects.count() == 1


@pytest.mark.parametrize("status", [302, 400, 429, 500])
def test_a_gateway_that_does_not_take_it_is_asked_again_later(gateway: Gateway, status: int) -> None:
    gateway.status = status
    send()
    assert deliver() is False
    message = SentMessage.objects.get()
    assert (message.sent_at, message.error, message.due_at) == (None, f"the gateway answered {status}", NOW + timedelta(seconds=30))
    gateway.status = 202
    assert (deliver(timedelta(seconds=29)), deliver(timedelta(seconds=30))) == (False, True)


def test_five_tries_are_enough(gateway: Gateway) -> None:
    gateway.status = 500
    send()
    for minutes in (0, 1, 5, 20, 60):
        deliver(timedelta(minutes=minutes))
    message = SentMessage.objects.get()
    assert (message.attempts, message.due_at, message.sent_at) == (5, None, None)


def test_a_gateway_that_is_away_is_no_error_of_ours(settings: Settings) -> None:
    settings.SMS_URL, settings.SHOWS_DEMO = "http://127.0.0.1:9/sms", False
    send()
    assert deliver() is False
    assert "127.0.0.1" not in SentMessage.objects.get().error


def test_without_a_gateway_the_reason_says_what_to_set(settings: Settings) -> None:
    settings.SMS_URL = settings.EMAIL_URL = ""
    settings.SHOWS_DEMO = False
    send()
    deliver()
    assert SentMessage.objects.get().error == "SMS_URL is not set"


def test_a_mail_goes_through_the_mail_server(settings: Settings) -> None:
    settings.EMAIL_URL, settings.SHOWS_DEMO = "memorymail://", False
    send(channel="email", to="lin@galaxy.test")
    assert deliver() is True
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [(["lin@galaxy.test"], "Hello", "你好")]


def test_a_code_that_expired_in_the_queue_is_not_sent(gateway: Gateway) -> None:
    send()
    SentMessage.objects.update(expires_at=NOW + timedelta(minutes=10))
    assert deliver(timedelta(minutes=10)) is False
    assert (gateway.taken, SentMessage.objects.get().error) == ([], "expired before it was sent")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_it_once(gateway: Gateway) -> None:
    send()
    assert together(8, lambda _n: deliver()).count(True) == 1
    assert len(gateway.taken) == 1


def test_a_lost_bell_is_found_by_the_sweep(gateway: Gateway) -> None:
    send()
    assert due_messages(NOW) == [SentMessage.objects.get().id]


def test_the_text_is_sealed_in_the_database(gateway: Gateway) -> None:
    send()
    with connection.cursor() as cursor:
        cursor.execute('SELECT text, "to" FROM members_sentmessage')
        text, to = cursor.fetchone()
    assert "你好".encode() not in bytes(text)
    assert b"138" not in bytes(to)


def test_old_messages_are_forgotten_and_waiting_ones_are_not(gateway: Gateway) -> None:
    send()
    send(key="2")
    SentMessage.objects.filter(key="1").update(due_at=None, sent_at=NOW)
    forget_old_sign_ins(NOW + timedelta(days=91))
    assert list(SentMessage.objects.values_list("key", flat=True)) == ["2"]

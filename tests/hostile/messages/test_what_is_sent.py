"""Names in what is sent: a mail's head has the lines that we write, SMS and mails carry texts as they are, and nothing is computed or marked up."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from benefits.operations.announce import announce_some
from members.models import SentMessage
from members.operations import deliver_message
from tests.factories import NOW, make_batch, make_benefit, make_brand, make_budget, make_enterprise, make_grant, make_member, make_operator
from tests.members.letters import send

pytestmark = pytest.mark.django_db

HEADERS = "Galaxy\r\nBcc: evil@evil.test\r\n\r\n<b>Hello</b>"
MARKUP = "<a href=//evil.test>{{ 7|add:4242 }}%(link)s{0}${7*7}</a>"


def announced(*, enterprise: str, benefit: str, phone: str = "", email: str = "") -> SentMessage:
    """What a member is sent of a new grant."""
    at = make_enterprise(name=enterprise, name_en=enterprise)
    batch = make_batch(at, make_budget(at), state="done", finished_at=NOW)
    member = make_member(at, phone=phone, email=email, language="en")
    make_grant(member, make_benefit(name=benefit, name_en=benefit), batch=batch)
    announce_some(batch.id, at=NOW)
    return SentMessage.objects.get()


@pytest.fixture
def post_office(settings: Settings) -> None:
    settings.EMAIL_URL, settings.SHOWS_DEMO = "memorymail://", False


@pytest.mark.usefixtures("post_office")
def test_a_name_writes_no_header_of_a_mail() -> None:
    message = announced(enterprise=HEADERS, benefit=MARKUP, email="lin@galaxy.test")
    assert deliver_message(message_id=message.id, at=NOW) is True
    [sent] = mail.outbox
    assert sent.recipients() == ["lin@galaxy.test"]
    assert sent.subject == "Your benefits at Galaxy Bcc: evil@evil.test <b>Hello</b>"
    assert {"bcc", "cc"} & {str(name).lower() for name, _value in sent.message().items()} == set()
    assert sent.message().get_content_type() == "text/plain"


@pytest.mark.parametrize("address", ["lin@galaxy.test\nBcc: evil@evil.test", "林@galaxy.test\r\n"])
@pytest.mark.usefixtures("post_office")
def test_an_address_that_is_none_is_put_off_and_given_up_like_any_other(address: str) -> None:
    send(channel="email", to=address)
    for number in range(6):
        deliver_message(message_id=SentMessage.objects.get().id, at=NOW + timedelta(hours=number))
    message = SentMessage.objects.get()
    assert (mail.outbox, message.due_at, message.attempts, message.error) == ([], None, 5, "BadHeaderError")


def test_a_name_stays_as_it_is_in_what_is_said() -> None:
    assert MARKUP in announced(enterprise="Galaxy", benefit=MARKUP, phone="+8613812345678").text


def test_what_a_console_suggests_is_json_that_no_page_takes_for_markup() -> None:
    make_brand(name="<img src=//evil.test onerror=alert(1)>")
    client = Client()
    client.force_login(make_operator(), backend="members.staff_login.StaffBackend")
    asked = {"app_label": "supply", "model_name": "product", "field_name": "brand", "term": "<img"}
    answer = client.get("/ops/autocomplete/", asked)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/json", "nosniff")
    assert [found["text"] for found in json.loads(answer.content)["results"]] == ["<img src=//evil.test onerror=alert(1)>"]
    assert client.get("/ops/autocomplete/", {**asked, "term": "\x00"}).json()["results"] == []
    assert client.get("/ops/autocomplete/", {**asked, "field_name": "password"}).status_code == 403

"""A phone or mail that comes beside another one: whoever stood there is told, and a first file tells nobody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Enterprise, Member, SentMessage
from members.operations import put_member, request_login_code, sign_in
from tests.factories import NOW, make_enterprise, make_member
from tests.members.codes import last_code
from tests.members.rosters import BY, apply

pytestmark = pytest.mark.django_db
PHONE, MAIL = "+8613812345678", "lin@galaxy.test"
LATER = NOW + timedelta(hours=1)
ADDED = [
    (
        PHONE,
        "sms",
        "[Quanyi] An email address was added to your account, and opens it too. If you don't know why, ask your HR department now.",
    )
]


def put(enterprise: Enterprise, *, at: datetime = NOW, **fields: Any) -> None:
    put_member(enterprise_id=enterprise.id, external_id="E1", fields=fields, by=BY, at=at)


def told() -> list[tuple[str, str, str]]:
    """Everything that was sent but one-time codes: where, by what, in which words."""
    return [(m.to, m.channel, m.text) for m in SentMessage.objects.filter(key__startswith="changed:").order_by("key")]


def english(enterprise: Enterprise, **facts: Any) -> Member:
    return make_member(enterprise=enterprise, external_id="E1", staff_no="G1", name="林超", language="en", **facts)


def sign_in_by_phone() -> None:
    request_login_code(channel="phone", address=PHONE, ip=None, at=NOW)
    sign_in(channel="phone", address=PHONE, code=last_code(), kind="portal", at=NOW)


def test_a_mail_that_is_added_is_told_to_the_phone_that_stood() -> None:
    enterprise = make_enterprise()
    english(enterprise, phone=PHONE)
    put(enterprise, email="thief@example.com", at=LATER)
    assert told() == ADDED


def test_a_phone_that_is_added_is_told_to_the_mail_that_stood_in_the_members_language() -> None:
    enterprise = make_enterprise()
    make_member(enterprise=enterprise, external_id="E1", email=MAIL)
    put(enterprise, phone="13900009999", at=LATER)
    assert told() == [(MAIL, "email", "【权益中枢】你的账号新增了一个手机号，它也可用于登录。如非你本人知情，请立即联系公司 HR。")]


def test_a_newcomers_two_are_told_to_nobody() -> None:
    put(make_enterprise(), name="林超", phone=PHONE, email=MAIL)
    assert told() == []


def test_the_same_again_and_a_first_contact_tell_nobody() -> None:
    enterprise = make_enterprise()
    english(enterprise)
    put(enterprise, phone=PHONE)
    put(enterprise, phone=PHONE, at=LATER)
    assert told() == []


def test_a_changed_phone_and_a_new_mail_together_tell_the_old_phone_and_never_the_new_one() -> None:
    enterprise = make_enterprise()
    english(enterprise, phone=PHONE)
    put(enterprise, phone="13900009999", email="thief@example.com", at=LATER)
    assert [to for to, _channel, _text in told()] == [PHONE]


def test_a_phone_added_and_a_mail_changed_together_are_both_told_to_the_old_mail() -> None:
    enterprise = make_enterprise()
    english(enterprise, email=MAIL)
    put(enterprise, phone="13900009999", email="thief@example.com", at=LATER)
    assert [to for to, _channel, _text in told()] == [MAIL, MAIL]


def test_a_roster_tells_who_has_signed_in_of_a_mail_that_it_adds() -> None:
    enterprise = make_enterprise()
    english(enterprise, phone=PHONE).identities.update(verified_at=None)
    sign_in_by_phone()
    apply(enterprise, "G1,林超,,thief@example.com,,,,,在职")
    assert told() == ADDED


def test_a_roster_tells_nobody_who_never_signed_in() -> None:
    enterprise = make_enterprise()
    english(enterprise, phone=PHONE).identities.update(verified_at=None)
    apply(enterprise, "G1,林超,,lin@galaxy.test,,,,,在职", "G2,任强,13900001111,ren@galaxy.test,,,,,在职")
    assert told() == []


def test_a_roster_tells_one_or_thirty_with_as_many_queries() -> None:
    spent = []
    for number in (1, 30):
        enterprise = make_enterprise()
        for index in range(number):
            make_member(enterprise=enterprise, staff_no=f"G{index}", phone=f"+86138{number:04}{index:04}")
        with CaptureQueriesContext(connection) as captured:
            apply(enterprise, *[f"G{index},林超,,x{number}x{index}@galaxy.test,,,,,在职" for index in range(number)])
        spent.append(len(captured))
    assert len(told()) == 31
    assert spent[0] == spent[1]

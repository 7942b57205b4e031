"""What SMS may cost: an enterprise's month, a number's day. Counted where a message leaves for the gateway."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from members.models import LoginCode, Member, SentMessage, SmsMonth, Texted
from members.operations import SmsBudgetSpent, deliver_message, request_login_code, request_proof_code
from members.operations.forgetting import forget_old_sign_ins
from members.operations.pacing import TooManyCodes
from members.operations.sms_budget import take_sms
from members.operations.texted import wait_for_number
from members.queries import enterprises_over_sms_budget
from tests.factories import NOW, make_enterprise, make_member
from tests.members.letters import send
from tests.together import together

PHONE = "+8613812345678"
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _gateway_that_refuses(settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:1/refuses"


def _member(limit: int | None) -> Member:
    return make_member(make_enterprise(sms_monthly_limit=limit), phone=PHONE)


def _send(member: Member, number: int, *, at: datetime = NOW, channel: Any = "sms") -> SentMessage:
    """One message, and the worker's first try."""
    send(member_id=member.id, channel=channel, to=PHONE, key=f"{member.id}:{number}", at=at)
    message = SentMessage.objects.get(key=f"{member.id}:{number}")
    deliver_message(message_id=message.id, at=at)
    message.refresh_from_db()
    return message


@pytest.mark.django_db
def test_the_months_sms_are_counted_and_the_next_one_never_leaves() -> None:
    member = _member(2)
    messages = [_send(member, number, at=NOW + number * MINUTE) for number in range(4)]
    month = SmsMonth.objects.get()
    assert (month.month.isoformat(), month.sent, month.refused) == ("2026-03-01", 2, 2)
    over = "the enterprise's SMS of this month are used up"
    assert [message.error == over for message in messages] == [False, False, True, True]
    assert [message.due_at is None for message in messages] == [False, False, True, True]


@pytest.mark.django_db
def test_a_second_try_of_one_message_is_counted_once() -> None:
    member = _member(2)
    message = _send(member, 1)
    deliver_message(message_id=message.id, at=NOW + 5 * MINUTE)
    assert SmsMonth.objects.get().sent == 1


@pytest.mark.django_db
def test_a_new_month_begins_in_the_platforms_time_zone() -> None:
    member = _member(1)
    _send(member, 1)
    assert _send(member, 2, at=datetime.fromisoformat("2026-04-01T00:00:00+08:00")).due_at is not None
    assert sorted(SmsMonth.objects.values_list("sent", flat=True)) == [1, 1]


@pytest.mark.django_db
def test_somebody_signed_in_is_told_that_no_sms_is_left() -> None:
    with pytest.raises(SmsBudgetSpent):
        request_proof_code(member_id=_member(0).id, ip=None, at=NOW)
    assert SentMessage.objects.count() == 0


@pytest.mark.django_db
def test_a_sign_in_answers_a_known_number_as_ever_when_no_sms_is_left_and_operators_are_told() -> None:
    _member(0)
    request_login_code(channel="phone", address=PHONE, ip=None, at=NOW)
    deliver_message(message_id=SentMessage.objects.get().id, at=NOW)
    assert SentMessage.objects.get().due_at is None
    assert enterprises_over_sms_budget(NOW) == 1


@pytest.mark.django_db
def test_mail_costs_no_sms() -> None:
    _send(_member(0), 1, channel="email")
    assert SmsMonth.objects.count() == 0


@pytest.mark.django_db
def test_a_number_is_written_to_once_a_minute_and_the_rest_waits() -> None:
    member = _member(None)
    _send(member, 1)
    second = _send(member, 2)
    assert (second.due_at, second.attempts, second.error) == (NOW + MINUTE, 0, "")
    assert SmsMonth.objects.get().sent == 1


@pytest.mark.django_db
def test_news_has_half_of_a_numbers_day_and_the_rest_waits() -> None:
    member = _member(None)
    sent = [_send(member, number, at=NOW + number * MINUTE) for number in range(6)]
    assert [message.attempts for message in sent] == [1, 1, 1, 1, 1, 0]
    assert sent[5].due_at == NOW + DAY


@pytest.mark.django_db
def test_codes_and_news_share_ten_sms_a_day() -> None:
    member = _member(None)
    for number in range(5):
        _send(member, number, at=NOW + number * MINUTE)
    at = NOW + 10 * MINUTE
    for number in range(5):
        request_login_code(channel="phone", address=PHONE, ip=None, at=at + number * MINUTE)
    with pytest.raises(TooManyCodes) as refused:
        request_login_code(channel="phone", address=PHONE, ip=None, at=at + 5 * MINUTE)
    assert refused.value.facts["retry_after"] == (NOW + DAY - at - 5 * MINUTE).total_seconds()
    assert LoginCode.objects.count() == 5


@pytest.mark.django_db
def test_news_waits_for_the_minute_of_a_code_and_never_the_other_way_round() -> None:
    member = _member(None)
    request_login_code(channel="phone", address=PHONE, ip=None, at=NOW)
    waits = _send(member, 1, at=NOW + MINUTE / 2)
    assert (waits.attempts, waits.due_at) == (0, NOW + MINUTE)
    deliver_message(message_id=waits.id, at=NOW + MINUTE)
    request_login_code(channel="phone", address=PHONE, ip=None, at=NOW + MINUTE * 1.5)
    assert LoginCode.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_workers_at_once_send_one_to_a_number() -> None:
    waits = together(20, lambda number: wait_for_number(PHONE, at=NOW))
    assert (waits.count(0), waits.count(60)) == (1, 19)


@pytest.mark.django_db
def test_what_went_to_a_number_is_forgotten_when_no_limit_looks_at_it() -> None:
    wait_for_number(PHONE, at=NOW)
    forget_old_sign_ins(NOW + 3 * DAY)
    assert Texted.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_take_no_more_than_are_left() -> None:
    member = _member(5)
    taken = together(20, lambda number: take_sms(member.id, at=NOW))
    month = SmsMonth.objects.get()
    assert (taken.count(True), taken.count(False)) == (5, 15)
    assert (month.sent, month.refused) == (5, 15)

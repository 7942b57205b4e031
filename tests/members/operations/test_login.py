"""Signing in with a one-time code."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from common.feed.models import Event
from members.models import Identity, LoginCode, MemberSession, SentMessage
from members.operations import EnterpriseChoice, PhoneInvalid, SignedIn, TooManyCodes, WrongCode, request_login_code, sign_in
from members.queries import member_of_token
from tests.factories import NOW, make_enterprise, make_identity, make_member
from tests.members.codes import last_code, wrong

pytestmark = pytest.mark.django_db
PHONE = "+8613812345678"


def ask(phone: str = PHONE, *, after: timedelta = timedelta(), ip: str | None = "203.0.113.7") -> None:
    request_login_code(channel="phone", address=phone, ip=ip, at=NOW + after)


def enter(code: str, *, phone: str = PHONE, after: timedelta = timedelta(), **given: str) -> SignedIn:
    return sign_in(channel="phone", address=phone, code=code, kind="portal", at=NOW + after, **given)


def test_a_code_opens_a_session_of_its_member() -> None:
    member = make_member(phone=PHONE, name="林超")
    ask("138 1234-5678")
    signed_in = enter(last_code(), phone="+86 13812345678", device="iPhone")
    found = member_of_token(signed_in.token, kind="portal", at=NOW)
    assert found is not None
    assert (found.id, found.name, signed_in.expires_at) == (member.id, "林超", NOW + timedelta(days=30))


def test_a_mail_address_signs_in_whatever_its_case() -> None:
    member = make_member(email="lin.chao@galaxy.test")
    request_login_code(channel="email", address="Lin.Chao@GALAXY.test", ip=None, at=NOW)
    signed_in = sign_in(channel="email", address="lin.chao@galaxy.test", code=last_code(), kind="api", at=NOW)
    assert signed_in.member_id == member.id


def test_full_width_digits_and_spaces_are_the_same_code() -> None:
    make_member(phone=PHONE)
    ask()
    code = last_code().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert enter(f" {code[:3]} {code[3:]}").token


def test_signing_in_verifies_the_phone_and_is_in_the_feed() -> None:
    member = make_member()
    identity = make_identity(member, "phone", PHONE, verified_at=None)
    ask()
    enter(last_code())
    assert Identity.objects.get(id=identity.id).verified_at == NOW
    event = Event.objects.get(kind="member.signed_in", member_id=member.id)
    assert (event.enterprise_id, event.actor) == (member.enterprise_id, f"member:{member.id}")


def test_a_code_is_used_once() -> None:
    make_member(phone=PHONE)
    ask()
    enter(last_code())
    with pytest.raises(WrongCode):
        enter(last_code())
    assert MemberSession.objects.count() == 1


def test_a_code_dies_after_ten_minutes() -> None:
    make_member(phone=PHONE)
    ask()
    with pytest.raises(WrongCode):
        enter(last_code(), after=timedelta(minutes=10))


def test_a_newer_code_invalidates_the_older() -> None:
    make_member(phone=PHONE)
    ask()
    older = last_code()
    ask(after=timedelta(minutes=2))
    with pytest.raises(WrongCode):
        enter(older, after=timedelta(minutes=2)) if older != last_code() else enter(wrong(older))
    assert enter(last_code(), after=timedelta(minutes=3)).token


def test_the_sixth_try_is_refused_even_with_the_right_code() -> None:
    make_member(phone=PHONE)
    ask()
    for _ in range(5):
        with pytest.raises(WrongCode):
            enter(wrong(last_code()))
    with pytest.raises(WrongCode):
        enter(last_code())
    assert LoginCode.objects.get().tries == 5


def test_a_code_of_another_purpose_opens_nothing() -> None:
    make_member(phone=PHONE)
    ask()
    LoginCode.objects.update(purpose="account")
    with pytest.raises(WrongCode):
        enter(last_code())


def test_a_code_of_another_phone_opens_nothing() -> None:
    make_member(phone=PHONE)
    make_member(phone="+8613900001111")
    ask()
    ask("13900001111")
    with pytest.raises(WrongCode):
        enter(last_code())


def test_only_the_hash_of_a_code_is_kept() -> None:
    make_member(phone=PHONE)
    ask()
    kept = LoginCode.objects.get()
    assert last_code().encode() not in bytes(kept.code_hash)
    assert "last_code" not in repr(kept.__dict__)


def test_an_unknown_phone_is_answered_alike_and_nobody_gets_a_message() -> None:
    make_member(phone=PHONE)
    with CaptureQueriesContext(connection) as known:
        ask()
    with CaptureQueriesContext(connection) as unknown:
        ask("13700000000", ip="203.0.113.8")
    assert [q["sql"].split()[0] for q in known] == [q["sql"].split()[0] for q in unknown]
    assert [(m.is_decoy, m.to) for m in SentMessage.objects.order_by("id")] == [(False, PHONE), (True, "")]


def test_an_unknown_phone_is_refused_like_a_wrong_code() -> None:
    ask()
    with pytest.raises(WrongCode):
        enter("123456")
    with pytest.raises(WrongCode):
        enter("123456", phone="13900001111")


def test_something_that_is_no_phone_is_told() -> None:
    with pytest.raises(PhoneInvalid):
        ask("12345")


def test_one_code_a_minute_for_a_number_known_or_not() -> None:
    ask()
    with pytest.raises(TooManyCodes) as refused:
        ask(after=timedelta(seconds=18))
    assert refused.value.facts == {"retry_after": 42}
    ask(after=timedelta(seconds=60))


def test_ten_codes_a_day_for_a_number() -> None:
    for hour in range(10):
        ask(after=timedelta(hours=hour))
    with pytest.raises(TooManyCodes) as refused:
        ask(after=timedelta(hours=10))
    assert refused.value.facts == {"retry_after": 14 * 3600}
    ask(after=timedelta(hours=24))


def test_a_network_address_asks_for_so_many_codes(settings: Settings) -> None:
    settings.LOGIN_CODES_PER_ADDRESS = 3
    for n in range(3):
        ask(f"1390000111{n}")
    with pytest.raises(TooManyCodes):
        ask("13900001119")
    ask("13900001119", ip="203.0.113.9")


def test_a_network_address_guesses_so_often() -> None:
    for _ in range(20):
        with pytest.raises(WrongCode):
            enter("123456", ip="203.0.113.7")
    with pytest.raises(TooManyCodes) as refused:
        enter("123456", ip="203.0.113.7")
    assert refused.value.facts == {"retry_after": 600}


def test_several_enterprises_ask_for_a_choice_and_the_code_stays_good() -> None:
    first = make_member(make_enterprise("galaxy", name="星河科技"), phone=PHONE)
    second = make_member(make_enterprise("ocean", name="远洋集团"), phone=PHONE)
    ask()
    with pytest.raises(EnterpriseChoice) as refused:
        enter(last_code())
    choices = [{"slug": "galaxy", "name": "星河科技"}, {"slug": "ocean", "name": "远洋集团"}]
    assert refused.value.facts["extra"] == {"choices": choices}
    assert enter(last_code(), enterprise_slug="ocean").member_id == second.id != first.id
    assert LoginCode.objects.get().tries == 0


def test_an_enterprise_that_is_not_theirs_is_a_wrong_code() -> None:
    make_member(phone=PHONE)
    make_enterprise("ocean")
    ask()
    with pytest.raises(WrongCode):
        enter(last_code(), enterprise_slug="ocean")


def test_leavers_and_suspended_enterprises_get_no_code() -> None:
    make_member(phone=PHONE, state="left", left_at=NOW)
    make_member(make_enterprise(state="suspended"), phone=PHONE)
    ask()
    assert SentMessage.objects.get().is_decoy


def test_the_message_speaks_the_members_language_and_keeps_no_subject_for_sms() -> None:
    make_member(phone=PHONE, language="en")
    ask()
    message = SentMessage.objects.get()
    assert (message.channel, message.subject) == ("sms", "")
    assert message.text == f"[Quanyi] {last_code()} is your sign-in code. It is valid for 10 minutes. Give it to nobody."

"""Many tries at the same instant: the limit holds, and a code is spent once."""

import pytest

from members.models import LoginCode, MemberSession
from members.operations import SignedIn, TooManyCodes, WrongCode, request_login_code, sign_in
from tests.factories import NOW, make_member
from tests.members.codes import last_code, wrong
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
PHONE = "+8613812345678"


def ask(_number: int = 0) -> None:
    request_login_code(channel="phone", address=PHONE, ip="203.0.113.7", at=NOW)


def enter(code: str) -> SignedIn:
    return sign_in(channel="phone", address=PHONE, code=code, kind="api", at=NOW)


def test_twenty_wrong_tries_at_once_count_five() -> None:
    make_member(phone=PHONE)
    ask()
    code = last_code()
    outcomes = together(20, lambda _n: enter(wrong(code)))
    assert {type(outcome) for outcome in outcomes} == {WrongCode}
    assert LoginCode.objects.get().tries == 5
    with pytest.raises(WrongCode):
        enter(code)


def test_the_right_code_twenty_times_at_once_opens_one_session() -> None:
    make_member(phone=PHONE)
    ask()
    code = last_code()
    outcomes = together(20, lambda _n: enter(code))
    assert [type(outcome) for outcome in outcomes].count(SignedIn) == 1
    assert [type(outcome) for outcome in outcomes].count(WrongCode) == 19
    assert MemberSession.objects.count() == 1


def test_twenty_requests_at_once_send_one_code() -> None:
    make_member(phone=PHONE)
    outcomes = together(20, ask)
    assert [type(outcome) for outcome in outcomes].count(TooManyCodes) == 19
    assert LoginCode.objects.count() == 1

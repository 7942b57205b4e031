"""Accounts that top-ups land in."""

from uuid import UUID

import pytest
from django.db import connection

from common.actors import system
from common.refusals import NotFound
from members.models import BoundAccount, LoginCode, Member
from members.operations import (
    AccountInvalid,
    NothingToVerify,
    WrongCode,
    bind_account,
    remove_account,
    request_account_code,
    sign_in,
    verify_account,
)
from members.queries import account_for, accounts_of
from tests.factories import NOW, make_member
from tests.members.codes import last_code, wrong

pytestmark = pytest.mark.django_db
BY = system("test")
OWN, OTHER = "+8613812345678", "+8613900001111"


@pytest.fixture
def member() -> Member:
    return make_member(phone=OWN, email="lin@galaxy.test")


def bind(member: Member, value: str, kind: str = "phone", brand: str = "mobile") -> UUID:
    return bind_account(member_id=member.id, brand=brand, kind=kind, value=value, by=BY, at=NOW)


def ask(member: Member, account_id: UUID) -> str:
    request_account_code(member_id=member.id, account_id=account_id, ip=None, at=NOW)
    return last_code()


def test_the_members_own_phone_and_mail_are_verified_at_once(member: Member) -> None:
    bind(member, "138 1234 5678")
    bind(member, "lin@galaxy.test", "email", "video")
    assert [(a.brand, a.is_verified) for a in accounts_of(member.id)] == [("mobile", True), ("video", True)]


def test_an_account_name_is_verified_by_being_entered_twice(member: Member) -> None:
    bind(member, "lin_chao", "text", "games")
    assert [(a.masked, a.is_verified) for a in accounts_of(member.id)] == [("****chao", True)]
    assert account_for(member.id, "games") == "lin_chao"


def test_another_phone_is_verified_by_the_code_sent_to_it(member: Member) -> None:
    account_id = bind(member, OTHER)
    code = ask(member, account_id)
    assert account_for(member.id, "mobile") is None
    verify_account(member_id=member.id, account_id=account_id, code=code, ip=None, at=NOW)
    assert account_for(member.id, "mobile") == OTHER


def test_a_wrong_code_verifies_nothing_and_counts(member: Member) -> None:
    account_id = bind(member, OTHER)
    code = ask(member, account_id)
    with pytest.raises(WrongCode):
        verify_account(member_id=member.id, account_id=account_id, code=wrong(code), ip=None, at=NOW)
    assert (LoginCode.objects.get().tries, accounts_of(member.id)[0].is_verified) == (1, False)


def test_a_code_for_an_account_opens_no_session(member: Member) -> None:
    make_member(phone=OTHER)
    code = ask(member, bind(member, OTHER))
    with pytest.raises(WrongCode):
        sign_in(channel="phone", address=OTHER, code=code, kind="api", at=NOW)


def test_a_code_verifies_the_account_it_was_sent_for_and_no_other(member: Member) -> None:
    code = ask(member, bind(member, OTHER))
    other_id = bind(member, OTHER, brand="video")
    with pytest.raises(WrongCode):
        verify_account(member_id=member.id, account_id=other_id, code=code, ip=None, at=NOW)


def test_binding_again_replaces_and_keeps_the_history(member: Member) -> None:
    first = bind(member, OWN)
    assert bind(member, OWN) == first
    second = bind(member, OTHER)
    assert [a.id for a in accounts_of(member.id)] == [second]
    assert BoundAccount.objects.get(id=first).removed_at == NOW


def test_removing_unbinds(member: Member) -> None:
    remove_account(member_id=member.id, account_id=bind(member, OWN), by=BY, at=NOW)
    assert account_for(member.id, "mobile") is None


def test_the_account_of_another_looks_missing(member: Member) -> None:
    account_id = bind(member, OTHER)
    stranger = make_member()
    with pytest.raises(NotFound):
        remove_account(member_id=stranger.id, account_id=account_id, by=BY, at=NOW)
    with pytest.raises(NotFound):
        request_account_code(member_id=stranger.id, account_id=account_id, ip=None, at=NOW)
    with pytest.raises(NotFound):
        verify_account(member_id=stranger.id, account_id=account_id, code="123456", ip=None, at=NOW)


def test_an_account_that_needs_no_code_gets_none(member: Member) -> None:
    with pytest.raises(NothingToVerify):
        ask(member, bind(member, OWN))


@pytest.mark.parametrize(("kind", "value"), [("phone", "12345"), ("email", "lin"), ("text", "a"), ("text", ""), ("fax", "123")])
def test_what_is_no_account_is_refused(member: Member, kind: str, value: str) -> None:
    with pytest.raises(AccountInvalid):
        bind(member, value, kind)


def test_an_account_is_sealed_in_the_database(member: Member) -> None:
    bind(member, OWN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM members_boundaccount")
        assert OWN.encode() not in bytes(cursor.fetchone()[0])

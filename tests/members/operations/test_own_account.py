"""Binding what is known already: the member's own phone or mail."""

import pytest

from common.refusals import NotFound
from members.models import BoundAccount
from members.operations import bind_own_account
from members.queries import own_addresses
from tests.factories import NOW, by_member, make_identity, make_member

pytestmark = pytest.mark.django_db


def test_the_own_verified_phone_is_bound_and_needs_no_code() -> None:
    member = make_member(phone="+8613812345678")
    bind_own_account(member_id=member.id, brand="xing", kind="phone", by=by_member(member), at=NOW)
    account = BoundAccount.objects.get()
    assert (account.value, account.verified_at) == ("+8613812345678", NOW)


def test_what_was_never_verified_is_not_offered_and_not_bound() -> None:
    member = make_member()
    make_identity(member, "phone", "+8613812345678", verified_at=None)
    assert own_addresses(member.id) == {}
    with pytest.raises(NotFound):
        bind_own_account(member_id=member.id, brand="xing", kind="phone", by=by_member(member), at=NOW)
    assert not BoundAccount.objects.exists()


def test_own_addresses_are_shown_masked() -> None:
    member = make_member(phone="+8613812345678", email="lin.chao@galaxy.test")
    assert own_addresses(member.id) == {"phone": "138****5678", "email": "l****o@galaxy.test"}

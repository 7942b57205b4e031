"""A phone that was changed shows nothing of what was granted before, for a day or until the old one has said yes."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from common.feed import sign
from members.models import FormerIdentity, Member, SentMessage
from members.operations import address_of, prove_person, put_member, request_proof_code
from members.operations.identities import put_identity
from members.operations.one_time_codes import WrongCode
from redemption.models import Reveal
from redemption.operations import ContactJustChanged, reveal_code
from redemption.operations.claim import claim_grant
from tests.factories import NOW, OPERATOR, by_member, make_enterprise, make_grant, make_identity, make_member
from tests.members.codes import last_code, wrong
from tests.redemption.operations.claiming import claim, code_grant
from tests.redemption.portal.visiting import topup_grant, visitor

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def _change(member: Member, phone: str = "13900009999", *, hours: float = 1) -> None:
    with transaction.atomic():
        sign(OPERATOR)
        put_identity(member, address_of("email" if "@" in phone else "phone", phone), at=NOW + hours * HOUR)


def _owner() -> Member:
    return make_member(phone="+8613812345678")


def _is_shown(member: Member, redemption_id: object, *, hours: float) -> bool:
    try:
        reveal_code(redemption_id=redemption_id, member_id=member.id, by=by_member(member), at=NOW + hours * HOUR, channel="portal")  # type: ignore[arg-type]
    except ContactJustChanged:
        return False
    return True


def test_what_was_granted_before_the_change_is_held_for_one_day() -> None:
    member = _owner()
    [redemption] = claim(code_grant(member=member))
    _change(member)
    assert [_is_shown(member, redemption.id, hours=h) for h in (0.9, 1, 24.9, 25)] == [True, False, False, True]
    assert Reveal.objects.count() == 2


def test_what_was_granted_after_the_change_is_not_held() -> None:
    member = _owner()
    _change(member, hours=-1)
    [redemption] = claim(code_grant(member=member))
    assert _is_shown(member, redemption.id, hours=1)


def test_the_old_number_is_told_and_its_code_lifts_the_hold() -> None:
    member = _owner()
    [redemption] = claim(code_grant(member=member))
    _change(member)
    told = SentMessage.objects.get()
    assert (told.to, told.member_id, told.key.split(":")[0]) == ("+8613812345678", member.id, "changed")
    assert request_proof_code(member_id=member.id, ip=None, at=NOW + 2 * HOUR) == "138****5678"
    prove_person(member_id=member.id, code=last_code(), ip=None, at=NOW + 2 * HOUR)
    assert _is_shown(member, redemption.id, hours=2)


def test_the_new_number_proves_nothing() -> None:
    member = _owner()
    [redemption] = claim(code_grant(member=member))
    _change(member)
    request_proof_code(member_id=member.id, ip=None, at=NOW + 2 * HOUR)
    assert SentMessage.objects.latest("created_at").to == "+8613812345678"
    with pytest.raises(WrongCode):
        prove_person(member_id=member.id, code=wrong(last_code()), ip=None, at=NOW + 2 * HOUR)
    assert not _is_shown(member, redemption.id, hours=2)


def test_of_two_changes_in_a_day_the_number_that_stood_first_decides() -> None:
    member = _owner()
    claim(code_grant(member=member))
    _change(member, "13900009999")
    _change(member, "13900008888", hours=2)
    assert request_proof_code(member_id=member.id, ip=None, at=NOW + 3 * HOUR) == "138****5678"


def test_a_second_way_in_is_held_like_a_changed_one_and_the_first_one_proves_it() -> None:
    member = _owner()
    [redemption] = claim(code_grant(member=member))
    _change(member, "thief@example.com")
    assert not _is_shown(member, redemption.id, hours=2)
    assert request_proof_code(member_id=member.id, ip=None, at=NOW + 2 * HOUR) == "138****5678"


def test_a_newcomers_phone_and_mail_are_not_held() -> None:
    enterprise = make_enterprise()
    fields = {"name": "林超", "phone": "13812345678", "email": "lin@example.com"}
    member_id, _made = put_member(enterprise_id=enterprise.id, external_id="E1", fields=fields, by=OPERATOR, at=NOW)
    member = Member.objects.get(id=member_id)
    assert set(member.identities.values_list("changed_at", flat=True)) == {None}


def test_a_top_up_to_a_changed_number_is_held_too_and_stays_claimable() -> None:
    grant = topup_grant()
    _change(grant.member)
    with pytest.raises(ContactJustChanged):
        claim_grant(grant_id=grant.id, member_id=grant.member_id, by=by_member(grant.member), at=NOW + 2 * HOUR)
    grant.refresh_from_db()
    assert grant.state == "claimable"


def test_the_portal_leads_to_the_proof_and_back_to_the_code() -> None:
    member = _owner()
    [redemption] = claim(code_grant(member=member))
    _change(member)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        client = visitor(member)
        there = client.post(f"/redemptions/{redemption.id}/code/")
        assert there["Location"] == f"/confirm/?next=%2Fredemptions%2F{redemption.id}%2F&why=changed"
        client.post("/confirm/", {"send": "1"})
        client.post("/confirm/", {"code": last_code(), "next": f"/redemptions/{redemption.id}/"})
        assert "CODE-" in client.post(f"/redemptions/{redemption.id}/code/").content.decode()


def test_what_stood_there_is_forgotten_after_two_days() -> None:
    from members.operations import forget_old_sign_ins

    member = _owner()
    make_identity(member, "email", "lin@example.com")
    make_grant(member)
    _change(member)
    forget_old_sign_ins(NOW + 48 * HOUR)
    assert FormerIdentity.objects.count() == 1
    forget_old_sign_ins(NOW + 50 * HOUR)
    assert FormerIdentity.objects.count() == 0

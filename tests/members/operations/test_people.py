"""Members created, changed, left, back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from common.actors import system
from common.feed import trail_of
from common.refusals import Refused
from members.models import Department, Enterprise, Identity, Member, MemberSession, SentMessage
from members.operations import (
    FieldInvalid,
    IdentityTaken,
    MemberLeft,
    MemberNotFound,
    NameInvalid,
    TwoPeople,
    find_member_for_grant,
    mark_left,
    put_member,
    rejoin,
    request_login_code,
    sign_in,
)
from members.queries import member_by_external_id, member_of_token
from tests.factories import NOW, make_enterprise, make_member
from tests.members.codes import last_code
from tests.together import together

pytestmark = pytest.mark.django_db
BY = system("test")
PHONE = "+8613812345678"


def put(enterprise: Enterprise, external_id: str = "E-1", **fields: Any) -> tuple[UUID, bool]:
    return put_member(enterprise_id=enterprise.id, external_id=external_id, fields=fields, by=BY, at=NOW)


def test_a_new_external_id_creates_a_member_with_all_that_is_said() -> None:
    enterprise = make_enterprise()
    member_id, is_new = put(enterprise, name="林超", phone="138 1234 5678", department="研发中心／ 平台部", birthday="1991-03-09")
    member = Member.objects.get(id=member_id)
    assert member.department is not None
    assert (is_new, member.name, member.birthday, member.department.path) == (True, "林超", "1991-03-09", "研发中心/平台部")
    assert Identity.objects.get().value == PHONE
    assert member.department.parent == Department.objects.get(path="研发中心")


def test_the_same_again_changes_nothing() -> None:
    enterprise = make_enterprise()
    first, _new = put(enterprise, name="林超", phone=PHONE)
    again = put(enterprise, name="林超", phone=PHONE)
    assert again == (first, False)
    assert SentMessage.objects.count() == 0


def test_what_is_not_said_stays() -> None:
    enterprise = make_enterprise()
    put(enterprise, name="林超", phone=PHONE, region="上海", joined_on=date(2020, 1, 2))
    put(enterprise, region="北京")
    line = member_by_external_id(enterprise.id, "E-1")
    assert line is not None
    assert (line.name, line.phone, Member.objects.get().region) == ("林超", "138****5678", "北京")


def test_a_changed_phone_is_told_to_the_old_one_and_must_be_proved_anew() -> None:
    enterprise = make_enterprise()
    put(enterprise, name="林超", phone=PHONE)
    Identity.objects.update(verified_at=NOW)
    put(enterprise, phone="13900001111")
    identity, message = Identity.objects.get(), SentMessage.objects.get()
    assert (identity.value, identity.verified_at, identity.changed_at) == ("+8613900001111", None, NOW)
    assert (message.to, message.channel) == (PHONE, "sms")


def test_somebody_known_by_phone_is_the_same_person() -> None:
    member = make_member(phone=PHONE)
    assert put(member.enterprise, phone=PHONE) == (member.id, False)
    assert Member.objects.get().external_id == "E-1"


def test_a_phone_of_another_is_refused_and_nothing_changes() -> None:
    enterprise = make_enterprise()
    put(enterprise, "E-1", name="林超", phone=PHONE)
    put(enterprise, "E-2", name="任强", email="ren@galaxy.test")
    with pytest.raises(IdentityTaken):
        put(enterprise, "E-2", phone=PHONE, region="上海")
    assert Member.objects.get(external_id="E-2").region == ""


def test_a_phone_of_somebody_who_has_left_is_taken_over() -> None:
    enterprise = make_enterprise()
    first, _new = put(enterprise, "E-1", name="林超", phone=PHONE)
    mark_left(member_id=first, by=BY, at=NOW)
    second, is_new = put(enterprise, "E-2", name="任强", phone=PHONE)
    assert (is_new, Identity.objects.get().member_id) == (True, second)
    assert [e.kind for e in trail_of([("member", first)])][-1] == "member.identity_released"


def test_a_stranger_with_the_phone_of_a_leaver_does_not_become_the_leaver() -> None:
    leaver = make_member(name="林超", phone=PHONE, state="left", left_at=NOW)
    assert put(leaver.enterprise, name="任强", phone=PHONE)[1] is True
    assert Member.objects.get(id=leaver.id).name == "林超"


def test_a_leaver_who_returns_with_the_same_name_and_phone_is_the_same_person() -> None:
    leaver = make_member(name="林超", phone=PHONE, state="left", left_at=NOW)
    assert put(leaver.enterprise, name="林超", phone=PHONE, state="active") == (leaver.id, False)
    assert Member.objects.get().state == "active"


def test_a_staff_number_of_another_is_refused() -> None:
    enterprise = make_enterprise()
    put(enterprise, "E-1", name="林超", staff_no="G1")
    put(enterprise, "E-2", name="任强")
    with pytest.raises(IdentityTaken):
        put(enterprise, "E-2", staff_no="G1")


def test_fields_that_point_to_two_people_are_refused() -> None:
    enterprise = make_enterprise()
    make_member(enterprise, phone=PHONE)
    make_member(enterprise, email="ren@galaxy.test")
    with pytest.raises(TwoPeople):
        put(enterprise, phone=PHONE, email="ren@galaxy.test")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({}, NameInvalid),
        ({"name": "   "}, NameInvalid),
        ({"name": "林超", "tier": "gold"}, FieldInvalid),
        ({"name": "林超", "birthday": "1991-02-30"}, FieldInvalid),
        ({"name": "林超", "state": "gone"}, FieldInvalid),
        ({"name": "林超", "staff_no": 7.5}, FieldInvalid),
        ({"name": "=1+1"}, NameInvalid),
    ],
)
def test_what_does_not_fit_is_refused(fields: dict[str, Any], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        put(make_enterprise(), **fields)
    assert Member.objects.count() == 0


def test_another_enterprise_is_another_world() -> None:
    here, there = make_enterprise(), make_enterprise()
    put(there, "E-1", name="林超", phone=PHONE, staff_no="G1")
    assert put(here, "E-1", name="林超", phone=PHONE, staff_no="G1")[1] is True
    assert member_by_external_id(here.id, "E-1") != member_by_external_id(there.id, "E-1")


def test_leaving_ends_sessions_at_once_and_coming_back_does_not_revive_them() -> None:
    member = make_member(phone=PHONE)
    request_login_code(channel="phone", address=PHONE, ip=None, at=NOW)
    token = sign_in(channel="phone", address=PHONE, code=last_code(), kind="api", at=NOW).token
    mark_left(member_id=member.id, by=BY, at=NOW, reason="resigned")
    assert MemberSession.objects.filter(ended_at=None).count() == 0
    rejoin(member_id=member.id, by=BY, at=NOW)
    assert member_of_token(token, kind="api", at=NOW) is None
    assert [e.kind for e in trail_of([("member", member.id)])] == ["member.joined", "member.signed_in", "member.left", "member.active"]


def test_leaving_twice_keeps_the_first_time() -> None:
    member = make_member()
    mark_left(member_id=member.id, by=BY, at=NOW)
    mark_left(member_id=member.id, by=BY, at=NOW + timedelta(days=1))
    assert Member.objects.get().left_at == NOW


def find(enterprise: Enterprise, **given: Any) -> UUID:
    return find_member_for_grant(enterprise_id=enterprise.id, by=BY, at=NOW, **given)


def test_a_grant_finds_its_member_by_any_of_four() -> None:
    member = make_member(phone=PHONE, email="lin@galaxy.test", staff_no="G1", external_id="E-1")
    ways = [{"phone": "13812345678"}, {"email": "Lin@Galaxy.test"}, {"staff_no": "Ｇ1"}, {"external_id": "E-1"}]
    assert {find(member.enterprise, **way) for way in ways} == {member.id}


def test_a_grant_creates_somebody_unknown_only_when_asked() -> None:
    enterprise = make_enterprise()
    with pytest.raises(MemberNotFound):
        find(enterprise, phone=PHONE, name="林超")
    made = find(enterprise, phone=PHONE, name="林超", creates=True)
    assert made == find(enterprise, phone=PHONE)


def test_a_staff_number_alone_creates_nobody() -> None:
    with pytest.raises(MemberNotFound):
        find(make_enterprise(), staff_no="G1", name="林超", creates=True)


def test_a_grant_refuses_leavers_and_two_people() -> None:
    enterprise = make_enterprise()
    make_member(enterprise, phone=PHONE, state="left", left_at=NOW)
    make_member(enterprise, staff_no="G1")
    with pytest.raises(MemberLeft):
        find(enterprise, phone=PHONE)
    with pytest.raises(TwoPeople):
        find(enterprise, phone=PHONE, staff_no="G1")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_who_create_the_same_person_at_once_make_one() -> None:
    enterprise = make_enterprise()
    found = together(8, lambda _n: find(enterprise, phone=PHONE, name="林超", creates=True))
    assert len(set(found)) == Member.objects.count() == 1

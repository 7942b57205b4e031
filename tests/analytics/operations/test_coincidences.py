"""What people share that each should have alone: found once, named by what may be read of it, open until somebody says why."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analytics.models import Coincidence
from analytics.operations import explain_coincidence, look_for_coincidences
from benefits.models import Batch
from common.feed.models import Event
from members.models import BoundAccount, Enterprise, Member, MemberSession, StaffSession
from members.operations import address_of
from members.operations.identities import put_identity
from redemption.models import Redemption
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, PASSWORD, by_user, make_enterprise, make_grant, make_member, make_operator, make_staff, make_user
from tests.members.codes import last_code

pytestmark = [pytest.mark.django_db, pytest.mark.alone("the look is over every enterprise")]
HOUR = timedelta(hours=1)
PHONE = "+8613812345678"
MARK = "0123456789abcdef0123456789abcdef"


def found() -> list[tuple[str, str, int]]:
    look_for_coincidences(at=NOW)
    return [(row.kind, row.masked, row.member_count) for row in Coincidence.objects.order_by("kind", "masked")]


def bind(member: Member, phone: str = PHONE, *, removed: bool = False) -> None:
    address = address_of("phone", phone)
    given = {"brand": "mobile", "kind": "phone", "value": address.value, "fingerprint": address.fingerprint, "masked": address.masked}
    BoundAccount.objects.create(
        enterprise=member.enterprise, member=member, bound_at=NOW - HOUR, removed_at=NOW if removed else None, **given
    )


def session(member: Member, mark: str = MARK) -> None:
    """Signed in an hour ago on a device."""
    given = {"device_mark": mark, "created_at": NOW - HOUR, "seen_at": NOW, "expires_at": NOW + HOUR}
    MemberSession.objects.create(member=member, token_hash=member.id.bytes, kind="portal", **given)


def claims(member: Member) -> None:
    """The member's own claim, now."""
    grant = make_grant(member)
    Redemption.objects.create(
        enterprise=member.enterprise, member=member, grant=grant, benefit=grant.benefit, kind="service", created_at=NOW
    )


def at_desk(user_id: UUID, mark: str = MARK) -> None:
    StaffSession.objects.create(user_id=user_id, session_key=str(user_id), device_mark=mark, created_at=NOW, seen_at=NOW)


def two(enterprise: Enterprise | None = None) -> tuple[Member, Member]:
    enterprise = enterprise or make_enterprise()
    return make_member(enterprise), make_member(enterprise)


def granted_by(member: Member, user_id: UUID) -> None:
    Batch.objects.filter(id=make_grant(member).batch_id).update(created_by=f"user:{user_id}")


def test_one_account_for_top_ups_behind_two_members_is_found_with_both() -> None:
    one, other = two()
    bind(one)
    bind(other)
    assert found() == [("contact", "138****5678", 2)]
    assert set(Coincidence.objects.get().member_ids) == {one.id, other.id}


def test_a_members_phone_that_is_anothers_account_or_former_phone_is_found() -> None:
    one, other = two()
    put_identity(one, address_of("phone", PHONE), at=NOW, is_newcomer=True)
    bind(other)
    put_identity(one, address_of("phone", "13900001111"), at=NOW)
    assert found() == [("contact", "138****5678", 2)]


def test_what_was_unbound_what_leavers_had_and_another_enterprise_coincide_with_nobody() -> None:
    one, other = two()
    bind(one)
    bind(other, removed=True)
    bind(make_member())
    bind(make_member(one.enterprise, state="left", left_at=NOW))
    assert found() == []


def test_one_device_that_claimed_for_two_members_is_found_by_the_end_of_its_mark() -> None:
    for member in two():
        session(member)
        claims(member)
    assert found() == [("device", "…89abcdef", 2)]


def test_a_device_on_which_one_of_two_took_nothing_is_not() -> None:
    one, other = two()
    session(one)
    session(other)
    claims(one)
    assert found() == []


def test_devices_without_a_mark_are_never_one_device() -> None:
    for member in two():
        session(member, mark="")
        claims(member)
    assert found() == []


def test_a_phone_that_is_the_granters_own_is_found_and_one_that_others_granted_to_is_not() -> None:
    enterprise = make_enterprise()
    staff = make_staff(enterprise, username="13812345678")
    member = make_member(enterprise)
    bind(member)
    granted_by(member, make_user().pk)
    assert found() == []
    granted_by(member, staff.user.pk)
    assert found() == [("own_contact", "138****5678", 1)]
    assert Coincidence.objects.get().person == staff.user


def test_a_mail_of_the_granter_counts_in_their_own_enterprise_alone() -> None:
    staff = make_staff()
    staff.user.email = "hr@galaxy.test"
    staff.user.save()
    stranger, own = make_member(email="hr@galaxy.test"), make_member(staff.enterprise, email="HR@galaxy.test")
    granted_by(stranger, staff.user.pk)
    assert found() == []
    granted_by(own, staff.user.pk)
    assert found() == [("own_contact", "H****@galaxy.test", 1)]


def test_the_device_of_hr_that_claimed_for_a_member_is_found_but_not_for_themselves() -> None:
    staff = make_staff(username="13812345678")
    at_desk(staff.user.pk)
    themselves, ghost, stranger = make_member(staff.enterprise, phone=PHONE), make_member(staff.enterprise), make_member()
    for member in (themselves, stranger):
        session(member)
        claims(member)
    assert found() == []
    session(ghost)
    claims(ghost)
    assert [(kind, count) for kind, _masked, count in found()] == [("device", 2), ("own_device", 1)]
    assert Coincidence.objects.get(kind="own_device").member_ids == [ghost.id]


def test_an_operators_device_that_claimed_for_anybody_is_found() -> None:
    at_desk(make_operator().pk)
    member = make_member()
    session(member)
    claims(member)
    assert found() == [("own_device", "…89abcdef", 1)]


def test_what_is_known_stays_the_same_row_and_stays_when_it_coincides_no_more() -> None:
    one, other = two()
    bind(one)
    bind(other)
    found()
    row = Coincidence.objects.get()
    BoundAccount.objects.filter(member=other).update(removed_at=NOW)
    look_for_coincidences(at=NOW + HOUR)
    again = Coincidence.objects.get()
    assert (again.id, again.member_count, again.seen_at) == (row.id, 2, NOW)


def test_what_was_explained_is_open_again_when_it_grows_and_not_before() -> None:
    one, other = two()
    bind(one)
    bind(other)
    found()
    row, operator = Coincidence.objects.get(), make_operator()
    explain_coincidence(coincidence_id=row.id, by=by_user(operator), reason="married", at=NOW)
    event = Event.objects.get(kind="coincidence.explained")
    assert (event.enterprise_id, event.reason, event.data) == (one.enterprise_id, "married", {"number": 2})
    assert look_for_coincidences(at=NOW) == 0
    assert Coincidence.objects.get().explanation == "married"
    bind(make_member(one.enterprise))
    assert look_for_coincidences(at=NOW) == 1
    row.refresh_from_db()
    assert (row.member_count, row.explained_at, row.explained_by, row.explanation) == (3, None, None, "")


def test_one_or_thirty_are_found_with_as_many_queries() -> None:
    spent = []
    for number in (1, 30):
        for index in range(number):
            for member in two():
                bind(member, f"138{number:04}{index:04}")
        with CaptureQueriesContext(connection) as captured:
            look_for_coincidences(at=NOW)
        spent.append(len(captured))
    assert Coincidence.objects.count() == 31
    assert spent[1] <= spent[0] + 1  # What was there before is written once more.


def shown(client: Client, address: str) -> tuple[int, str]:
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address)
    assert page.status_code == 200
    return len(captured), page.content.decode()


def test_the_list_and_the_page_cost_as_many_queries_for_one_as_for_many() -> None:
    client, enterprise = sign_in(), make_enterprise(name="星河科技")
    shown(client, "/ops/analytics/coincidence/?open=1")  # What is looked up once in a while is known from here on.
    spent = []
    for number in (1, 12):
        for member in [make_member(enterprise, name=f"林超{index}") for index in range(number + 1)]:
            bind(member)
        for index in range(number):
            for member in two():
                bind(member, f"139{number:04}{index:04}")
        look_for_coincidences(at=NOW)
        row = Coincidence.objects.get(masked="138****5678")
        listed, text = shown(client, "/ops/analytics/coincidence/?open=1")
        page, _text = shown(client, f"/ops/analytics/coincidence/{row.pk}/change/")
        spent.append((listed, page))
    assert "138****5678" in text
    assert spent[0] == spent[1]


def test_the_page_names_its_members_and_is_explained_by_one_button() -> None:
    one, other = two()
    bind(one)
    bind(other)
    found()
    row, client = Coincidence.objects.get(), sign_in()
    _queries, text = shown(client, f"/ops/analytics/coincidence/{row.pk}/change/")
    assert f"/ops/members/member/{one.pk}/change/" in text
    client.post(f"/ops/analytics/coincidence/{row.pk}/act/explain/", {"act": "explain", "reason": "a family"})
    row.refresh_from_db()
    assert row.explanation == "a family"


def test_the_front_page_counts_what_nobody_explained_and_leads_there() -> None:
    one, other = two()
    bind(one)
    bind(other)
    cache.clear()
    assert [a for a in sign_in().get("/ops/").context["alarms"] if "coincidence" in a.link] == []
    found()
    cache.clear()
    [alarm] = [a for a in sign_in().get("/ops/").context["alarms"] if "coincidence" in a.link]
    assert (alarm.count, alarm.link) == (1, "/ops/analytics/coincidence/?open=1")


def test_the_portal_and_a_console_in_one_browser_have_one_mark(settings: Any) -> None:
    settings.STAFF_TOTP_REQUIRED = settings.ACCOUNT_RATE_LIMITS = False
    browser, staff = Client(), make_staff(username="hr")
    make_member(staff.enterprise, phone=PHONE)
    browser.post("/staff/login/", {"login": "hr", "password": PASSWORD})
    browser.get("/login/")
    browser.post("/login/", {"address": PHONE})
    browser.post("/login/code/", {"code": last_code()})
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        browser.get("/staff/")
    marks = {MemberSession.objects.get().device_mark, StaffSession.objects.get().device_mark}
    assert (len(marks), "" in marks) == (1, False)

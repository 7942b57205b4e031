"""The people of an enterprise: found exactly, shown masked, marked as left."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from members.models import ApiKey, BoundAccount, Enterprise, Member, Staff
from tests.benefits.hr.desk import at_desk
from tests.factories import NOW, make_department, make_enterprise, make_grant, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise() -> Enterprise:
    return make_enterprise()


@pytest.fixture
def client(enterprise: Enterprise) -> Client:
    return at_desk(enterprise)[0]


@pytest.fixture
def lin(enterprise: Enterprise) -> Member:
    department = make_department(enterprise, "研发/平台")
    member = make_member(enterprise, name="林超", staff_no="A1", phone="+8613812345678", email="lin@x.test", department=department)
    make_member(enterprise, name="张萱", staff_no="A2", phone="+8613812345679")
    return member


def found(client: Client, **query: str) -> list[Member]:
    return list(client.get("/hr/members/member/", query).context["cl"].result_list)


@pytest.mark.parametrize("text", ["林超", "A1", "13812345678", "+86 138 1234 5678", "LIN@x.test"])
def test_a_person_is_found_by_whatever_names_them_in_full(client: Client, lin: Member, text: str) -> None:
    assert found(client, q=text) == [lin]


@pytest.mark.parametrize("text", ["林", "1381234567", "lin@", "A"])
def test_nobody_is_found_by_a_part(client: Client, lin: Member, text: str) -> None:
    assert found(client, q=text) == []


def test_lists_and_pages_show_phones_and_mails_masked(client: Client, lin: Member) -> None:
    pages = [client.get(path).content.decode() for path in ("/hr/members/member/", f"/hr/members/member/{lin.id}/change/")]
    assert [("138****5678" in page, "13812345678" in page, "lin@x.test" in page) for page in pages] == [(True, False, False)] * 2


def test_a_bound_account_is_shown_masked(client: Client, lin: Member) -> None:
    BoundAccount.objects.create(
        enterprise=lin.enterprise,
        member=lin,
        brand="star",
        kind="phone",
        value="13812345678",
        fingerprint=b"x",
        masked="138****5678",
        bound_at=NOW,
    )
    page = client.get(f"/hr/members/member/{lin.id}/change/")
    assert [(account.brand, account.masked) for account in page.context["page"].accounts] == [("star", "138****5678")]


def test_a_department_stands_for_all_below_it(client: Client, lin: Member) -> None:
    above = make_department(lin.enterprise, "研发")
    assert found(client, department=str(above.id)) == [lin]


def test_the_page_of_a_person_tells_their_grants_and_what_happened(client: Client, lin: Member) -> None:
    grant = make_grant(lin)
    page = client.get(f"/hr/members/member/{lin.id}/change/")
    assert [panel.context["grants"] for panel in page.context["panels"]] == [[grant]]
    assert {line.title for line in page.context["story"]} == {"Given", "Joined"}


def test_a_server_that_has_just_started_shows_the_pages_that_are_djangos_own(client: Client, lin: Member, enterprise: Enterprise) -> None:
    key = ApiKey.objects.create(enterprise=enterprise, label="oa", prefix="qy_1", key_hash=b"x", created_at=NOW)
    staff = Staff.objects.get(enterprise=enterprise)
    for noun, row in (("department", lin.department), ("staff", staff), ("apikey", key)):
        ContentType.objects.clear_cache()
        assert (noun, client.get(f"/hr/members/{noun}/{row.pk}/change/").status_code) == (noun, 200)


def test_somebody_who_has_left_is_marked_with_a_reason_and_can_come_back(client: Client, lin: Member) -> None:
    address = f"/hr/members/member/{lin.id}/"
    client.post(f"{address}act/mark_left/", {"act": "mark_left", "reason": "resigned"})
    lin.refresh_from_db()
    left = (lin.state, [act["path"].split("/")[-2] for act in client.get(f"{address}change/").context["acts"]])
    client.post(f"{address}act/rejoin/", {"act": "rejoin", "reason": "rehired"})
    lin.refresh_from_db()
    assert (left, lin.state) == (("left", ["rejoin"]), "active")


def test_staff_and_keys_are_read_and_neither_added_nor_changed(client: Client, enterprise: Enterprise) -> None:
    pages = ["members/staff/", "members/apikey/", "members/department/"]
    assert [client.get(f"/hr/{page}").context["has_add_permission"] for page in pages] == [False, False, False]


def test_departments_count_the_people_who_are_here(client: Client, lin: Member) -> None:
    make_member(lin.enterprise, department=lin.department, state="left", left_at=NOW)
    rows = client.get("/hr/members/department/").context["cl"].result_list
    assert {row.path: row.people for row in rows} == {"研发": 0, "研发/平台": 1}

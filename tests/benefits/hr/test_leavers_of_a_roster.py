"""The preview of a roster says what its leavers lose."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Enterprise, Member
from tests.benefits.hr.desk import at_desk
from tests.factories import NOW, make_budget, make_enterprise, make_grant, make_member
from tests.members.hr.test_bringing_a_roster import bring

pytestmark = pytest.mark.django_db


def people(enterprise: Enterprise, count: int) -> list[Member]:
    return [make_member(enterprise, staff_no=f"L{number}", name=f"人{number}") for number in range(count)]


def leaving(client: Client, members: list[Member]) -> str:
    """The address of a roster on which all of them leave."""
    return f"/hr/rosters/{bring(client, *(f'{member.staff_no},{member.name},,,离职' for member in members)).id}/"


def said(client: Client, address: str) -> list[tuple[str, bool, int, int]]:
    (panel,) = client.get(address).context["of_leavers"]
    return [(line.unit, line.is_lost, line.grants, line.committed) for line in panel.context["lines"]]


def test_the_preview_counts_what_leavers_have_not_claimed_and_its_value() -> None:
    client, staff = at_desk(make_enterprise(leaver_policy="revoke"))
    one, other = people(staff.enterprise, 2)
    money, pieces = make_budget(staff.enterprise), make_budget(staff.enterprise, unit="piece", is_default=False)
    for member, budget, fields in (
        (one, money, {"committed": 4_000}),
        (one, money, {"committed": 5_000, "state": "scheduled"}),
        (other, pieces, {"committed": 2}),
        (other, money, {"committed": 7_000, "state": "expired", "expired_at": NOW}),
        (make_member(staff.enterprise), money, {"committed": 9_000}),
    ):
        make_grant(member, budget=budget, **fields)
    address = leaving(client, [one, other])
    assert said(client, address) == [("CNY", True, 2, 9_000), ("piece", True, 1, 2)]
    page = client.get(address).content.decode()
    assert "Those who leave lose 2 benefits that they have not claimed, ¥90.00 in all: they go back to the budget." in page


def test_an_enterprise_that_lets_leavers_keep_theirs_reads_that() -> None:
    client, staff = at_desk(make_enterprise(leaver_policy="keep"))
    (member,) = people(staff.enterprise, 1)
    make_grant(member)
    address = leaving(client, [member])
    assert [line[1:3] for line in said(client, address)] == [(False, 1)]
    assert "Those who leave keep 1 benefit that they have not claimed" in client.get(address).content.decode()


def test_leavers_with_nothing_to_claim_lose_nothing() -> None:
    client, staff = at_desk()
    address = leaving(client, people(staff.enterprise, 1))
    assert said(client, address) == []
    assert "Those who leave have nothing left to claim." in client.get(address).content.decode()


def test_a_roster_without_leavers_is_not_asked_about_them() -> None:
    client, staff = at_desk()
    roster = bring(client, "N1,新人,13900000005,市场,在职")
    assert client.get(f"/hr/rosters/{roster.id}/").context["of_leavers"] == []
    assert staff.enterprise.members.count() == 0


def test_many_leavers_are_one_query_as_one_is() -> None:
    asked = []
    for count in (1, 12):
        client, staff = at_desk()
        members = people(staff.enterprise, count)
        budget = make_budget(staff.enterprise)
        for member in members:
            make_grant(member, budget=budget)
        address = leaving(client, members)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert [line[2] for line in said(client, address)] == [count]
        asked.append((len(found), sum("benefits_grant" in query["sql"] for query in found)))
    assert asked[0] == asked[1]
    assert asked[0][1] == 1

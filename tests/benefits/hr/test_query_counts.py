"""A page asks the database as often for many rows as for one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.ledger import Line, post
from members.models import Staff
from tests.benefits.hr.desk import at_desk, confirm, sheet, upload, work
from tests.factories import NOW, budget_accounts, make_batch, make_benefit, make_budget, make_department, make_grant, make_member

pytestmark = pytest.mark.django_db

PAGES = [
    "",
    "benefits/grant/",
    "benefits/batch/",
    "benefits/budget/",
    "members/member/",
    "members/department/",
    "members/staff/",
    "catalogue/",
]


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        response = client.get(path)
        assert response.status_code == 200, path
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return len(found)


def grow(staff: Staff, count: int) -> None:
    """So many people with phones and departments, each with a grant of a batch of its own; and a colleague."""
    budget = staff.enterprise.budgets.first() or make_budget(staff.enterprise)
    for n in range(count):
        department = make_department(staff.enterprise, f"{count}部{n}")
        member = make_member(staff.enterprise, department=department, phone=f"+86138{count:04}{n:04}")
        make_grant(member, make_benefit(), budget=budget, batch=make_batch(staff.enterprise, budget))
    at_desk(staff.enterprise)


@pytest.mark.parametrize("page", PAGES)
def test_lists_ask_as_often_for_many_rows_as_for_few(page: str) -> None:
    client, staff = at_desk()
    grow(staff, 2)
    few = queries(client, f"/hr/{page}")
    grow(staff, 9)
    assert queries(client, f"/hr/{page}") == few
    assert few <= 14


def test_an_export_asks_as_often_for_many_rows_as_for_few() -> None:
    client, staff = at_desk()
    grow(staff, 2)
    few = queries(client, "/hr/benefits/grant/export/")
    grow(staff, 9)
    assert queries(client, "/hr/benefits/grant/export/") == few
    assert few <= 45


def test_a_preview_asks_as_often_for_many_rows_as_for_few() -> None:
    client, staff = at_desk()
    make_budget(staff.enterprise)
    benefit = make_benefit(code="tea")
    for n in range(12):
        make_member(staff.enterprise, staff_no=f"A{n}", department=make_department(staff.enterprise, f"部{n}"))
    few = upload(client, sheet(("A0", benefit.code, "1"), ("B0", benefit.code, "1")), name="few.csv")
    many = upload(client, sheet(*((f"{who}{n}", benefit.code, "1") for n in range(12) for who in "AB")), name="many.csv")
    assert queries(client, f"/hr/batches/{many.id}/") == queries(client, f"/hr/batches/{few.id}/") <= 19


def test_a_done_and_an_undone_batch_ask_as_often_for_many_rows_as_for_few() -> None:
    client, staff = at_desk()
    make_budget(staff.enterprise)
    make_benefit(code="tea")
    for n in range(9):
        make_member(staff.enterprise, staff_no=f"A{n}")
    few = upload(client, sheet(("A0", "tea", "1")), name="few.csv")
    many = upload(client, sheet(*((f"A{n}", "tea", "1") for n in range(1, 9))), name="many.csv")
    counts = []
    for batch in (few, many):
        confirm(client, batch)
        work()
        counts.append([queries(client, f"/hr/batches/{batch.id}/{page}") for page in ("", "undo/", "result/")])
        client.post(f"/hr/batches/{batch.id}/undo/", {"reason": "test"})
        counts[-1].append(queries(client, f"/hr/batches/{batch.id}/"))
    assert counts[0] == counts[1]


def test_a_budget_with_many_moves_asks_as_often_as_one_with_few() -> None:
    client, staff = at_desk()
    budget = make_budget(staff.enterprise)
    few = queries(client, f"/hr/benefits/budget/{budget.id}/change/")
    accounts = budget_accounts(budget)
    for n in range(20):
        post(key=f"t{n}", kind="budget.funded", lines=[Line(accounts["funding"], -1), Line(accounts["available"], 1)], at=NOW)
    assert queries(client, f"/hr/benefits/budget/{budget.id}/change/") == few


def test_a_member_with_many_grants_asks_as_often_as_one_with_few() -> None:
    client, staff = at_desk()
    member = make_member(staff.enterprise, phone="+8613800001111")
    make_grant(member)
    few = queries(client, f"/hr/members/member/{member.id}/change/")
    for _n in range(6):
        make_grant(member)
    assert queries(client, f"/hr/members/member/{member.id}/change/") == few

"""Nothing changes but what an admin names; what changes is signed; long lists stay cheap."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.console.paginator import CheapPaginator
from common.feed import trail_of
from common.scope import OWNER, within
from members.models import Department, User
from tests.factories import make_department, make_enterprise, make_operator

Enter = Callable[[User], Client]
LIST = "/ops/members/department/"


def test_a_field_that_is_not_named_keeps_its_value(enter: Enter) -> None:
    row = make_department(make_enterprise(), "研发")
    enter(make_operator()).post(f"{LIST}{row.pk}/change/", {"name": "新名", "path": "hacked", "cost_center": "hacked"})
    row.refresh_from_db()
    assert (row.name, row.path, row.cost_center) == ("新名", "研发", "")


def test_a_change_leaves_its_author_in_the_trail(enter: Enter) -> None:
    row, operator = make_department(make_enterprise()), make_operator()
    enter(operator).post(f"{LIST}{row.pk}/change/", {"name": "新名"})
    assert [(e.kind, e.actor, e.data) for e in trail_of([("department", row.pk)])] == [
        ("department.edited", f"user:{operator.pk}", {"fields": ["name"]})
    ]


def test_a_row_is_made_with_the_fields_named_for_it(enter: Enter) -> None:
    enterprise = make_enterprise()
    enter(make_operator()).post(f"{LIST}add/", {"name": "财务", "path": "财务", "enterprise": str(enterprise.pk), "cost_center": "x"})
    assert list(Department.objects.values_list("name", "path", "cost_center")) == [("财务", "财务", "")]


def test_nothing_is_ever_deleted(enter: Enter) -> None:
    row = make_department(make_enterprise())
    client = enter(make_operator())
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"})
    assert Department.objects.count() == 1


def test_a_trail_has_a_page(enter: Enter) -> None:
    row = make_department(make_enterprise())
    client = enter(make_operator(first_name="岚"))
    client.post(f"{LIST}{row.pk}/change/", {"name": "新名"})
    steps = client.get(f"{LIST}{row.pk}/history/").context["steps"]
    assert [(step.kind, step.who) for step in steps] == [("department.edited", "岚")]


@pytest.mark.alone("operators see every enterprise's")
def test_a_search_asks_each_index_alone(enter: Enter) -> None:
    enterprise = make_enterprise()
    make_department(enterprise, "研发/平台")
    make_department(enterprise, "财务")
    response = enter(make_operator()).get(f"{LIST}?q=研发")
    assert {row.path for row in response.context["cl"].result_list} == {"研发", "研发/平台"}


def test_a_list_counts_no_further_than_it_turns(db: None, monkeypatch: object) -> None:
    enterprise = make_enterprise()
    Department.objects.bulk_create(Department(enterprise=enterprise, name=str(i), path=str(i)) for i in range(10_002))
    pages = CheapPaginator(Department.objects.order_by("-pk"), 50)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert (pages.count, pages.num_pages, pages.is_cut) == (10_000, 200, True)
    assert "LIMIT 10001" in queries[0]["sql"]
    assert CheapPaginator(Department.objects.filter(name="7").order_by("-pk"), 50).stated == "1"


@pytest.mark.alone("statistics count every row of the table")
def test_a_long_list_is_estimated_from_the_tables_statistics(db: None) -> None:
    enterprise = make_enterprise()
    Department.objects.bulk_create(Department(enterprise=enterprise, name=str(i), path=str(i)) for i in range(10_002))
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("ANALYZE members_department")
    assert CheapPaginator(Department.objects.order_by("-pk"), 50).stated == "about 10,002"
    assert CheapPaginator(Department.objects.exclude(name="7").order_by("-pk"), 50).stated == "10,000+"

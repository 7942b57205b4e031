"""An enterprise plans, publishes, watches and closes an opening; a viewer watches; nobody sees another's."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benefits.models import Budget, Opening
from benefits.operations import close_opening
from common import clock
from common.ledger import balances_of
from members.models import Enterprise
from tests.benefits.hr.desk import at_desk
from tests.benefits.operations.openings.opened import drafted, opened, take
from tests.factories import OPERATOR, make_benefit, make_budget, make_department, make_enterprise, make_member
from tests.redemption.portal.visiting import words_of

pytestmark = pytest.mark.django_db
LIST = "/hr/benefits/opening/"


def at_ours(**fields: Any) -> tuple[Client, Opening]:
    """Somebody at the desk of the enterprise, and a draft of it that opens now."""
    at = clock.now()
    given = {"opens_at": at, "closes_at": at + timedelta(days=1), **fields}
    opening = drafted(budget=make_budget(make_enterprise()), **given)
    return at_desk(opening.enterprise)[0], opening


def page_of(opening: Opening) -> str:
    return f"{LIST}{opening.id}/change/"


def act(client: Client, opening: Opening, act: str, /, **form: Any) -> Any:
    return client.post(f"{LIST}{opening.id}/act/{act}/", {**form, "act": act})


def form(enterprise: Enterprise, **fields: Any) -> dict[str, Any]:
    benefit = make_benefit("badge", price_minor=100)
    budget = Budget.objects.filter(enterprise=enterprise).first() or make_budget(enterprise)
    given = {"name": "周年庆", "benefit_id": str(benefit.id), "budget_id": str(budget.id), "pieces": "30", "limit_per_member": "2"}
    times = {"opens_at": "2026-11-12T10:00", "closes_at": "2026-11-13T00:00"}
    return {"act": "draft", **given, **times, **fields}


def test_a_plan_is_made_in_one_form_in_the_enterprises_time() -> None:
    client, staff = at_desk()
    sales = make_department(staff.enterprise, "销售部")
    response = client.post(f"{LIST}act/draft/", form(staff.enterprise, department_ids=[str(sales.id)], limit_per_device="1"))
    opening = Opening.objects.get()
    assert response["Location"] == page_of(opening)
    assert (opening.state, opening.pieces, opening.limit_per_member, opening.limit_per_device) == ("draft", 30, 2, 1)
    assert (opening.opens_at.isoformat(), list(opening.departments.all())) == ("2026-11-12T02:00:00+00:00", [sales])


def test_a_plan_that_ends_before_it_begins_is_sent_back() -> None:
    client, staff = at_desk()
    response = client.post(f"{LIST}act/draft/", form(staff.enterprise, closes_at="2026-11-12T09:00"))
    assert (response.status_code, response.context["form"].errors["closes_at"]) == (400, ["It can't close before it opens."])


def test_a_plan_uses_nothing_of_others() -> None:
    client, staff = at_desk()
    other = make_enterprise()
    foreign = {"budget_id": str(make_budget(other).id), "department_ids": [str(make_department(other).id)]}
    foreign["benefit_id"] = str(make_benefit("badge", enterprise=other).id)
    response = client.post(f"{LIST}act/draft/", form(staff.enterprise, **foreign))
    assert (response.status_code, set(response.context["form"].errors)) == (400, {"budget_id", "benefit_id", "department_ids"})


def test_before_publishing_it_says_what_it_would_promise() -> None:
    client, opening = at_ours(pieces=12)
    page = words_of(client.get(page_of(opening)).content.decode())
    assert "Pieces 12 Reserved ¥1,140.00 Left in the budget ¥8,860.00" in page
    assert f"Codes of “{opening.benefit.name}” 12 of 10 that are free" in page


def test_publishing_what_the_stock_does_not_hold_is_refused_in_figures() -> None:
    client, opening = at_ours(pieces=12)
    response = act(client, opening, "publish")
    assert response.status_code == 409
    assert response.context["refused"].startswith(f"12 of “{opening.benefit.name}” would be promised, but only 10 can be given.")


def test_published_watched_and_closed() -> None:
    client, opening = at_ours(pieces=3)
    assert act(client, opening, "publish")["Location"] == page_of(opening)
    opening.refresh_from_db()
    member = make_member(opening.enterprise, name="林超", department=make_department(opening.enterprise, "销售部"))
    taken = take(opening, member, at=clock.now())
    page = words_of(client.get(page_of(opening)).content.decode())
    assert "Pieces 3 Taken 1 Left 2 Committed ¥95.00" in page
    assert "1 林超 销售部 2026-11-10 10:00:00" in page
    assert act(client, opening, "close", reason="enough is enough").status_code == 302
    opening.refresh_from_db()
    assert (opening.state, balances_of("budget", [opening.budget_id])[opening.budget_id]["reserved"]) == ("closed", 9_500)
    assert str(taken.grant_id) in client.get(page_of(opening)).content.decode()


def test_closing_asks_for_a_reason_and_says_what_it_does() -> None:
    client, opening = at_ours()
    act(client, opening, "publish")
    shown = client.get(f"{LIST}{opening.id}/act/close/")
    assert [(str(figure.label), figure.value) for figure in shown.context["figures"]] == [
        ("Taken, kept", "0"),
        ("Not taken", "10"),
        ("Goes back to the budget", "¥950.00"),
    ]
    assert act(client, opening, "close").status_code == 400


def test_a_draft_is_changed_and_put_away() -> None:
    client, opening = at_ours()
    shown = client.get(f"{LIST}{opening.id}/act/change/").context["form"]
    assert (shown["name"].value(), shown["pieces"].value()) == (opening.name, 10)
    assert act(client, opening, "change", **form(opening.enterprise)).status_code == 302
    opening.refresh_from_db()
    assert (opening.pieces, opening.benefit.kind) == (30, "badge")
    assert act(client, opening, "discard").status_code == 302
    assert "This plan was put away." in words_of(client.get(page_of(opening)).content.decode())


def test_a_running_batch_is_watched_on_the_page_of_its_opening() -> None:
    client, opening = at_ours()
    act(client, opening, "publish")
    opening.refresh_from_db()
    assert client.get(f"/hr/batches/{opening.batch_id}/")["Location"] == page_of(opening)
    close_opening(opening_id=opening.id, by=OPERATOR, at=clock.now())
    assert client.get(f"/hr/batches/{opening.batch_id}/").status_code == 200


def test_a_viewer_watches_and_does_nothing() -> None:
    opening = opened()
    client, _staff = at_desk(opening.enterprise, role="hr_viewer")
    assert client.get(LIST).status_code == client.get(page_of(opening)).status_code == 200
    assert act(client, opening, "close", reason="because").status_code == 403
    assert client.get(f"{LIST}act/draft/").status_code == 403


def test_another_enterprises_opening_is_not_there() -> None:
    opening, (client, _staff) = opened(), at_desk()
    assert client.get(page_of(opening)).status_code == act(client, opening, "close", reason="because").status_code == 404
    assert opening.name not in words_of(client.get(LIST).content.decode())


def test_the_list_says_how_many_are_gone() -> None:
    opening = opened()
    for _n in range(3):
        take(opening, make_member(opening.enterprise))
    client, _staff = at_desk(opening.enterprise)
    assert f"{opening.name} Published {opening.benefit}" in words_of(client.get(LIST).content.decode())
    assert client.get(LIST).context["cl"].result_list[0].taken == 3


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_asks_as_often_for_one_as_for_many(count: int) -> None:
    opening = opened(pieces=20, stock=20)
    for _n in range(count):
        take(opening, make_member(opening.enterprise))
    client, _staff = at_desk(opening.enterprise)
    client.get("/hr/")  # The session has begun.
    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(opening))
    assert len(queries) == 11

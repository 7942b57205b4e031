"""Openings as operators work them, for every enterprise."""

from datetime import timedelta

import pytest
from django.test import Client

from benefits.models import Opening
from benefits.operations.openings.prepare import CHUNK
from common import clock
from common.jobs.models import Job
from tests.analytics.admin.world import sign_in
from tests.benefits.operations.openings.opened import drafted, opened, take
from tests.factories import make_benefit, make_budget, make_department, make_enterprise, make_member
from tests.redemption.portal.visiting import words_of

pytestmark = pytest.mark.django_db
LIST = "/ops/benefits/opening/"


@pytest.fixture
def client() -> Client:
    return sign_in()


def plan(**fields: str) -> dict[str, str]:
    benefit, budget = make_benefit("badge", price_minor=100), make_budget(make_enterprise(name="星河科技"))
    times = {"opens_at": "2030-11-12T10:00", "closes_at": "2030-11-13T00:00"}
    given = {"name": "周年庆", "benefit_id": str(benefit.id), "budget_id": str(budget.id), "pieces": "30", "limit_per_member": "1"}
    return {"act": "draft", **given, **times, **fields}


def test_an_operator_plans_for_the_enterprise_of_the_budget(client: Client) -> None:
    client.post(f"{LIST}act/draft/", plan())
    opening = Opening.objects.get()
    assert (opening.state, opening.enterprise.name, opening.pieces) == ("draft", "星河科技", 30)


def test_another_enterprises_own_benefit_is_sent_back(client: Client) -> None:
    own = make_benefit("badge", enterprise=make_enterprise())
    response = client.post(f"{LIST}act/draft/", plan(benefit_id=str(own.id)))
    assert (response.status_code, list(response.context["form"].errors)) == (400, ["benefit_id"])


def test_whom_it_is_for_is_chosen_once_the_enterprise_is_known(client: Client) -> None:
    opening = drafted()
    department = make_department(opening.enterprise)
    wanted = {**plan(benefit_id=str(opening.benefit_id), budget_id=str(opening.budget_id)), "act": "change"}
    response = client.post(f"{LIST}{opening.id}/act/change/", {**wanted, "department_ids": [str(department.id)]})
    assert (response.status_code, list(opening.departments.all())) == (302, [department])


def test_it_is_published_watched_and_closed(client: Client) -> None:
    at = clock.now()
    opening = drafted(opens_at=at, closes_at=at + timedelta(days=1))
    page = f"{LIST}{opening.id}/"
    assert "What publishing would promise" in words_of(client.get(f"{page}change/").content.decode())
    client.post(f"{page}act/publish/", {"act": "publish"})
    opening.refresh_from_db()
    take(opening, make_member(opening.enterprise, name="林超"), at=clock.now())
    shown = words_of(client.get(f"{page}change/").content.decode())
    assert "Pieces 10 Taken 1 Left 9 Committed ¥95.00" in shown
    assert "1 林超" in shown
    client.post(f"{page}act/close/", {"act": "close", "reason": "the stock is bad"})
    opening.refresh_from_db()
    assert opening.state == "closed"


def test_a_job_that_gave_up_can_be_continued(client: Client) -> None:
    at = clock.now()
    opening = drafted(
        benefit=make_benefit("badge", price_minor=0), stock=0, pieces=CHUNK + 1, opens_at=at, closes_at=at + timedelta(days=1)
    )
    page = f"{LIST}{opening.id}/act"
    client.post(f"{page}/publish/", {"act": "publish"})
    assert client.post(f"{page}/resume/", {"act": "resume", "reason": "again"}).status_code == 409
    Job.objects.update(state="failed")
    assert client.post(f"{page}/resume/", {"act": "resume", "reason": "again"}).status_code == 302
    assert Job.objects.filter(state="queued").count() == 1


def test_the_list_and_the_trail_are_there(client: Client) -> None:
    opening = opened()
    assert opening.name in words_of(client.get(LIST).content.decode())
    assert client.get(f"{LIST}{opening.id}/history/").status_code == 200

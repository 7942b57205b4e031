"""An opening is given as a spreadsheet is: above the enterprise's sum of one day it takes two people."""

from typing import Any

import pytest
from django.test import Client

from benefits.models import Batch, Benefit, Budget, Opening
from common.ledger import balances_of
from members.models import Enterprise, Member
from tests.benefits.hr.desk import at_desk, confirm, sheet, upload, work
from tests.benefits.hr.test_openings_on_the_hr_console import act, form
from tests.factories import make_budget, make_enterprise, make_member

pytestmark = pytest.mark.django_db


def _enterprise(**rule: int) -> Enterprise:
    budget = make_budget(make_enterprise(), is_default=True)
    Enterprise.objects.filter(pk=budget.enterprise_id).update(**rule)
    return budget.enterprise


def _planned(client: Client, enterprise: Enterprise, **fields: Any) -> Opening:
    times = {"opens_at": "2099-11-12T10:00", "closes_at": "2099-11-13T00:00"}
    answer = client.post("/hr/benefits/opening/act/draft/", form(enterprise, **times, **fields))
    return Opening.objects.get(pk=answer["Location"].split("/")[-3])


def _published(client: Client, opening: Opening) -> tuple[int, str]:
    status = act(client, opening, "publish").status_code
    opening.refresh_from_db()
    return status, opening.state


def _spent(enterprise: Enterprise) -> int:
    budget = Budget.objects.get(enterprise=enterprise)
    return balances_of("budget", [budget.id])[budget.id]["reserved"]


def test_whoever_planned_it_can_not_publish_it_above_the_sum_and_another_administrator_can() -> None:
    enterprise = _enterprise(approval_above_minor=29_00)
    first, _staff = at_desk(enterprise)
    opening = _planned(first, enterprise)
    assert (_published(first, opening), _spent(enterprise), Batch.objects.count()) == ((409, "draft"), 0, 0)
    second, staff = at_desk(enterprise)
    assert _published(second, opening) == (302, "published")
    assert (_spent(enterprise), opening.published_by) == (30_00, f"user:{staff.user_id}")


def test_whoever_changes_the_plan_has_planned_it() -> None:
    enterprise = _enterprise(approval_above_grants=5)
    first, _first = at_desk(enterprise)
    second, _second = at_desk(enterprise)
    opening = _planned(first, enterprise, pieces="4")
    changed = {**form(enterprise), "pieces": "400", "opens_at": "2099-11-12T10:00", "closes_at": "2099-11-13T00:00"}
    assert act(second, opening, "change", **{k: v for k, v in changed.items() if k != "act"}).status_code == 302
    assert _published(second, opening) == (409, "draft")
    assert _published(first, opening) == (302, "published")


def test_what_one_person_opened_counts_into_the_day_of_their_spreadsheets_and_what_two_opened_does_not() -> None:
    enterprise = _enterprise(approval_above_grants=30)
    first, _first = at_desk(enterprise)
    second, _second = at_desk(enterprise)
    make_member(enterprise, staff_no="G01001", phone="+8613812345678")
    by_two = _planned(first, enterprise, pieces="31")
    assert _published(second, by_two) == (302, "published")
    assert _published(first, _planned(first, enterprise, pieces="30")) == (302, "published")
    batch = upload(first, sheet(("G01001", Benefit.objects.first().code, "1")))
    confirm(first, batch)
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.good_count, batch.asked_at is not None, Member.objects.count()) == ("ready", 1, True, 1)

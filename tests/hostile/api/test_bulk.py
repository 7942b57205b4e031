"""Calls that carry many: none, one, the most, one more, the same twice, one bad among a thousand; all or nothing, as the guide says."""

from typing import Any

import pytest

from benefits.models import Batch, BatchRow, Grant
from common.feed.models import Event
from common.jobs.models import Job
from members.models import Enterprise
from tests.benefits.hr.desk import work
from tests.calling import Caller, api_of_enterprise
from tests.factories import make_benefit, make_budget, make_member
from tests.hostile.api.writes import EVENT

pytestmark = pytest.mark.django_db

MOST_GRANTS, MOST_EVENTS = 10_000, 1_000
GRANT = {"member": {"staff_no": "S1"}, "benefit": "ecard"}
KEPT = (Batch, BatchRow, Event, Job)


@pytest.fixture
def caller() -> Caller:
    enterprise: Enterprise = make_member(staff_no="S1").enterprise
    make_budget(enterprise, is_default=True)
    make_benefit(code="ecard")
    return api_of_enterprise(enterprise)


def kept() -> list[int]:
    return [model._default_manager.count() for model in KEPT]


def batch(caller: Caller, grants: Any, key: str = "batch-of-many") -> Any:
    return caller.post("batches", {"grants": grants}, key=key)


@pytest.mark.parametrize("count", [1, MOST_GRANTS])
def test_one_and_the_most_are_taken_whole(caller: Caller, count: int) -> None:
    answer = batch(caller, [GRANT] * count)
    assert (answer.status_code, answer.json()["rows"], BatchRow.objects.count()) == (202, count, count)


@pytest.mark.parametrize(
    "grants", [[], [GRANT] * (MOST_GRANTS + 1), [GRANT] * 999 + [{**GRANT, "quantity": "1"}], [GRANT, None], {"0": GRANT}]
)
def test_none_one_too_many_and_one_bad_are_refused_whole(caller: Caller, grants: Any) -> None:
    before = kept()
    assert (batch(caller, grants).status_code, kept()) == (400, before)


def test_a_bad_one_among_a_thousand_is_named(caller: Caller) -> None:
    answer = batch(caller, [GRANT] * 999 + [{**GRANT, "quantity": 0}])
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("grants.999.quantity", "min_value")]


def test_a_reference_twice_in_one_call_is_one_grant(caller: Caller) -> None:
    grants = [{**GRANT, "reference": "r-1"}, {**GRANT, "reference": "r-1"}, {**GRANT, "reference": "r-2"}]
    answer = batch(caller, grants)
    for _job in ("checked", "issued"):
        work()
    outcomes = list(BatchRow.objects.order_by("number").values_list("outcome", flat=True))
    assert (answer.status_code, outcomes, Grant.objects.count()) == (202, ["granted", "refused", "granted"], 2)


def test_events_are_taken_up_to_the_most_and_each_key_once(caller: Caller) -> None:
    events = [{**EVENT, "key": f"k-{number}", "occurred_at": "2026-03-01T10:00:00Z"} for number in range(MOST_EVENTS)]
    before = Event.objects.count()
    assert caller.post("events", {"events": [*events[:-1], events[0]]}).json() == {"accepted": 999, "duplicate": 1, "refused": []}
    assert caller.post("events", {"events": []}).status_code == 400
    assert caller.post("events", {"events": [*events, EVENT]}).status_code == 400
    assert Event.objects.count() == before + 999

"""Days and moments that cannot be, or lie at the ends of time: refused by their field, or understood; never an error of ours."""

from typing import Any

import pytest

from benefits.models import Grant
from members.models import Enterprise, Member
from tests.calling import api_of_enterprise
from tests.factories import make_benefit, make_budget, make_member
from tests.hostile.api.writes import EVENT

pytestmark = pytest.mark.django_db

NO_MOMENTS = (
    *(
        "2026-03-02T10:00:00",
        "2026-03-02T24:00:00Z",
        "2026-03-02T10:00:60Z",
        "2026-02-30T10:00:00Z",
        "0000-01-01T00:00:00Z",
        "99999-01-01T00:00:00Z",
    ),
    *(
        "2026-03-02T10:00:00+24:00",
        "2026-03-02T10:00:00+08:60",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ),
)


@pytest.fixture
def enterprise() -> Enterprise:
    enterprise: Enterprise = make_member(staff_no="S1").enterprise
    make_budget(enterprise, is_default=True)
    make_benefit(code="ecard")
    return enterprise


def refusal(answer: Any) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(error["field"], error["code"]) for error in answer.json()["errors"]]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_days_at_the_ends_of_time_are_refused_by_their_field(enterprise: Enterprise, day: str) -> None:
    caller, grant = api_of_enterprise(enterprise), {"member": {"staff_no": "S1"}, "benefit": "ecard"}
    for name in ("valid_from", "valid_until"):
        assert refusal(caller.post("grants", {**grant, name: day}, key=f"{name}-{day}")) == (409, [(name, "date_impossible")])
    for name in ("joined_on", "birthday"):
        assert refusal(caller.put("members/u-9", {"name": "x", "phone": "13900001111", name: day})) == (409, [(name, "field_invalid")])
    assert (Grant.objects.count(), Member.objects.count()) == (0, 1)


def test_a_day_that_has_passed_ends_nothing(enterprise: Enterprise) -> None:
    body = {"member": {"staff_no": "S1"}, "benefit": "ecard", "valid_until": "2026-03-01"}
    assert refusal(api_of_enterprise(enterprise).post("grants", body, key="yesterday")) == (409, [("valid_until", "until_in_the_past")])


@pytest.mark.parametrize("moment", NO_MOMENTS)
def test_what_is_no_moment_is_refused_by_its_field(enterprise: Enterprise, moment: str) -> None:
    caller = api_of_enterprise(enterprise)
    assert refusal(caller.get("grants", since=moment)) == (400, [("since", "invalid")])
    assert refusal(caller.post("events", {"events": [{**EVENT, "occurred_at": moment}]})) == (400, [("events.0.occurred_at", "invalid")])


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-02T00:00:00+14:00",
        "9999-12-31T00:00:00Z",
        "2026-03-02T10:00:00+23:59",
        "2026-03-02T10:00:00-16:00",
        "2026-03-02T10:00:00-12:00",
        "2026-03-02t10:00:00.123456789z",
    ],
)
def test_moments_at_the_ends_of_time_are_understood(enterprise: Enterprise, moment: str) -> None:
    caller = api_of_enterprise(enterprise)
    assert caller.get("grants", since=moment).status_code == 200
    assert caller.post("events", {"events": [{**EVENT, "occurred_at": moment}]}).status_code == 202

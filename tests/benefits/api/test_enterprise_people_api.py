"""Members, behaviour and budgets over the enterprise API."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from common.feed.models import Event, EventKey
from members.models import Enterprise, Member
from tests.calling import Answer, api_of_enterprise
from tests.factories import NOW, make_budget, make_enterprise, make_member, reserve_in_budget

PERSON = {"name": "林超", "staff_no": "S1", "phone": "138 0000 1111", "department": "研发中心/平台部", "joined_on": "2020-01-31"}


def test_a_member_is_created_then_changed() -> None:
    caller = api_of_enterprise(make_enterprise())
    made, changed = caller.put("members/u-17", PERSON), caller.put("members/u-17", {"region": "上海"})
    assert (made.status_code, changed.status_code) == (201, 200)
    member = Member.objects.get()
    assert changed.json() == {
        "id": str(member.id),
        "external_id": "u-17",
        "staff_no": "S1",
        "name": "林超",
        "phone": "138****1111",
        "email": "",
        "department": "研发中心/平台部",
        "state": "active",
        "joined_on": "2020-01-31",
        "region": "上海",
        "language": "",
        "created_at": changed.json()["created_at"],
        "left_at": None,
    }
    assert caller.get("members/u-17").json() == changed.json()


def test_somebody_may_be_marked_as_left_and_come_back() -> None:
    caller = api_of_enterprise(make_enterprise())
    caller.put("members/u-17", PERSON)
    assert caller.put("members/u-17", {"state": "left"}).json()["state"] == "left"
    assert caller.put("members/u-17", {"state": "active"}).json()["state"] == "active"


def test_ids_may_hold_anything_printable() -> None:
    caller = api_of_enterprise(make_enterprise())
    assert caller.put("members/%E6%9E%97%20%40%3F%23", {"name": "林超"}).json()["external_id"] == "林 @?#"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"name": "林超", "phone": "12"}, "phone_invalid", "phone"),
        ({"name": "林超", "email": "@"}, "email_invalid", "email"),
        ({"name": " "}, "name_invalid", "name"),
        ({"name": "林超", "department": "x" * 81}, "department_invalid", "department"),
    ],
)
def test_a_value_that_can_not_be_is_refused_by_its_field(body: dict[str, Any], code: str, field: str) -> None:
    answer = api_of_enterprise(make_enterprise()).put("members/u-17", body)
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["field"]) == (409, code, field)
    assert Member.objects.count() == 0


@pytest.mark.parametrize("body", [{}, {"phone": "13800001111"}, {"state": "left"}])
def test_a_new_member_without_a_name_is_a_missing_field(body: dict[str, Any]) -> None:
    answer = api_of_enterprise(make_enterprise()).put("members/u-17", body)
    refused = [{"field": "name", "code": "required", "detail": "This field is required."}]
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"]) == (400, "invalid", refused)
    assert Member.objects.count() == 0


def test_a_missing_name_is_told_in_the_language_of_the_request() -> None:
    caller = api_of_enterprise(make_enterprise())
    caller.headers["accept-language"] = "zh-hans"
    assert caller.put("members/u-17", {}).json()["errors"][0]["detail"] == "该字段是必填项。"


def test_somebody_elses_phone_is_refused() -> None:
    caller = api_of_enterprise(make_enterprise())
    caller.put("members/u-17", PERSON)
    answer = caller.put("members/u-18", {"name": "王芳", "phone": "13800001111"})
    assert (answer.status_code, answer.json()["code"]) == (409, "identity_taken")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"name": 7}, "name", "invalid_text"),
        ({"name": "林超", "id": "x"}, "id", "unknown_field"),
        ({"name": "林超", "external_id": "x"}, "external_id", "unknown_field"),
        ({"name": "林超", "birthday": "2020-02-30"}, "birthday", "invalid"),
        ({"name": "林超", "state": "gone"}, "state", "invalid_choice"),
        ({"name": "林超", "language": "fr"}, "language", "invalid_choice"),
    ],
)
def test_members_are_read_strictly(body: dict[str, Any], field: str, code: str) -> None:
    answer = api_of_enterprise(make_enterprise()).put("members/u-17", body)
    assert (answer.status_code, [(e["field"], e["code"]) for e in answer.json()["errors"]]) == (400, [(field, code)])


def test_another_enterprises_member_looks_like_none() -> None:
    foreign = make_member(external_id="u-17")
    caller = api_of_enterprise(make_enterprise())
    answers = [caller.get(f"members/{i}") for i in (foreign.external_id, "u-99")]
    assert [a.status_code for a in answers] == [404, 404]
    assert (answers[0].content, dict(answers[0].headers)) == (answers[1].content, dict(answers[1].headers))


def event(key: str = "e-1", member: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "kind": "course.finished",
        "member": member or {"external_id": "u-17"},
        "key": key,
        "occurred_at": "2026-03-02T09:00:00+08:00",
        **more,
    }


def report(enterprise: Enterprise, *events: dict[str, Any]) -> Answer:
    return api_of_enterprise(enterprise).post("events", {"events": list(events)})


def test_behaviour_enters_the_feed_under_a_name_of_its_own() -> None:
    member = make_member(external_id="u-17")
    answer = report(member.enterprise, event(data={"course": "safety"}))
    assert (answer.status_code, answer.json()) == (202, {"accepted": 1, "duplicate": 0, "refused": []})
    written = Event.objects.get(kind="outside.course.finished")
    assert (written.member_id, written.enterprise_id, written.actor[:4]) == (member.id, member.enterprise_id, "key:")
    assert written.data == {"key": "e-1", "occurred_at": "2026-03-02T09:00:00+08:00", "data": {"course": "safety"}}


def test_numbers_in_free_data_are_kept_as_they_were_sent() -> None:
    member = make_member(external_id="u-17")
    numbers = {"large": 2**80, "small": -(2**80), "fine": 5e-324}
    assert report(member.enterprise, event(data=numbers)).status_code == 202
    written = Event.objects.get(kind="outside.course.finished")
    assert written.data["data"] == numbers


def test_an_event_is_taken_once_within_a_call_and_across_calls() -> None:
    member = make_member(external_id="u-17")
    assert report(member.enterprise, event("a"), event("a"), event("b")).json() == {"accepted": 2, "duplicate": 1, "refused": []}
    assert report(member.enterprise, event("b"), event("c")).json() == {"accepted": 1, "duplicate": 1, "refused": []}
    assert Event.objects.filter(kind="outside.course.finished").count() == 3


def test_the_same_key_of_another_enterprise_is_another_event() -> None:
    for _n in range(2):
        assert report(make_member(external_id="u-17").enterprise, event()).json()["accepted"] == 1


def test_a_bad_event_is_named_and_holds_up_no_other() -> None:
    member = make_member(external_id="u-17", phone="+8613800001111")
    make_member(member.enterprise, external_id="gone", state="left", left_at=NOW)
    make_member(member.enterprise, external_id="other")
    answer = report(
        member.enterprise,
        event("a", {"phone": "138 0000 1111"}),
        event("b", {"external_id": "nobody"}),
        event("c", {"external_id": "gone"}),
        event("d", {"phone": "12"}),
        event("e", {"external_id": "other", "phone": "13800001111"}),
        event("f", occurred_at="2026-03-03T00:00:00Z"),
    ).json()
    assert answer["accepted"] == 1
    assert [(r["index"], r["key"], r["code"]) for r in answer["refused"]] == [
        (1, "b", "member_not_found"),
        (2, "c", "member_left"),
        (3, "d", "phone_invalid"),
        (4, "e", "member_ambiguous"),
        (5, "f", "occurred_in_the_future"),
    ]
    assert EventKey.objects.count() == 1


def test_an_event_that_was_refused_may_be_sent_again() -> None:
    enterprise = make_enterprise()
    assert len(report(enterprise, event()).json()["refused"]) == 1
    make_member(enterprise, external_id="u-17")
    assert report(enterprise, event()).json()["accepted"] == 1


def test_late_events_are_welcome() -> None:
    member = make_member(external_id="u-17")
    late = (NOW - timedelta(days=400)).isoformat()
    assert report(member.enterprise, event(occurred_at=late)).json()["accepted"] == 1


@pytest.mark.parametrize(
    ("events", "field"),
    [
        ([], "events"),
        ([event()] * 1001, "events"),
        ([event(kind="Grant Claimed")], "events.0.kind"),
        ([event(occurred_at="2026-03-02T09:00:00")], "events.0.occurred_at"),
        ([event(data=[])], "events.0.data"),
        ([event(actor="me")], "events.0.actor"),
        ([event(key="")], "events.0.key"),
    ],
)
def test_events_are_read_strictly_and_as_a_whole(events: list[dict[str, Any]], field: str) -> None:
    member = make_member(external_id="u-17")
    answer = report(member.enterprise, event("good"), *events) if events and len(events) == 1 else report(member.enterprise, *events)
    field = field.replace(".0.", ".1.")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert EventKey.objects.count() == 0


def test_a_thousand_events_cost_as_many_queries_as_one(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    member = make_member(external_id="u-17")
    caller = api_of_enterprise(member.enterprise)
    caller.get("budgets")
    with django_assert_max_num_queries(9):
        assert caller.post("events", {"events": [event(f"e-{n}") for n in range(1000)]}).json()["accepted"] == 1000


def test_budgets_add_up() -> None:
    enterprise = make_enterprise()
    budget = make_budget(enterprise, amount=100_000, name="2026")
    reserve_in_budget(budget, 30_000)
    make_budget(enterprise, amount=50, name="pieces", unit="piece", is_default=False)
    make_budget(make_enterprise())
    found = api_of_enterprise(enterprise).get("budgets").json()["results"]
    assert found[0] == {
        "id": str(budget.id),
        "name": "2026",
        "unit": "CNY",
        "currency": "CNY",
        "state": "open",
        "is_default": True,
        "amount": 100_000,
        "reserved": 30_000,
        "spent": 0,
        "available": 70_000,
        "starts_at": None,
        "ends_at": None,
    }
    assert [(b["unit"], b["currency"], b["amount"]) for b in found[1:]] == [("piece", None, 50)]


def test_many_budgets_cost_as_many_queries_as_one(
    django_assert_num_queries: DjangoAssertNumQueries, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    enterprise = make_enterprise()
    make_budget(enterprise)
    caller = api_of_enterprise(enterprise)
    caller.get("budgets")
    with django_assert_max_num_queries(4) as few:
        caller.get("budgets")
        count = len(few)
    for _n in range(49):
        make_budget(enterprise, is_default=False)
    with django_assert_num_queries(count):
        assert len(caller.get("budgets").json()["results"]) == 50

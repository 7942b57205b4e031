"""Granting over the enterprise API, one at a time, and reading what became of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from benefits.models import Batch, Grant
from benefits.states import GrantState
from common import clock
from common.feed.models import Event
from common.ledger import balances_of
from common.refusals.api import PROBLEM_JSON
from common.replay.forget import forget_old_keys
from members.models import Enterprise, Member
from tests.calling import Answer, api_of_enterprise
from tests.factories import NOW, make_benefit, make_budget, make_enterprise, make_grant, make_member, make_terms

KEY = "grant-key-0001"


def world() -> tuple[Any, ...]:
    """An enterprise with a budget of 10,000.00, a member and a benefit sold at 95.00."""
    enterprise = make_enterprise(name="星河科技")
    budget = make_budget(enterprise, name="2026")
    member = make_member(enterprise, staff_no="S00017", external_id="u-17", phone="+8613800001111", email="lin@galaxy.test", name="林超")
    return enterprise, budget, member, make_benefit(code="ecard", name="电商卡")


def give(enterprise: Enterprise, body: dict[str, Any], key: str = KEY) -> Answer:
    return api_of_enterprise(enterprise).post("grants", body, key=key)


def body(**more: Any) -> dict[str, Any]:
    return {"member": {"staff_no": "S00017"}, "benefit": "ecard", **more}


def refusal(answer: Answer) -> tuple[int, str]:
    assert answer.headers["content-type"] == PROBLEM_JSON
    return answer.status_code, answer.json()["code"]


def test_a_grant_is_issued_and_described_in_full() -> None:
    enterprise, budget, member, _benefit = world()
    answer = give(enterprise, body(quantity=2, valid_until="2026-03-31", note="辛苦了", reference="oa-1"))
    grant = Grant.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(grant.id),
        "serial": grant.serial,
        "member": {"id": str(member.id), "staff_no": "S00017", "external_id": "u-17", "name": "林超"},
        "benefit": {"code": "ecard", "name": "电商卡", "kind": "code", "face_value_minor": 10_000, "currency": "CNY"},
        "state": "claimable",
        "quantity": 2,
        "claimable_from": "2026-03-02T10:00:00+08:00",
        "claimable_until": "2026-04-01T00:00:00+08:00",
        "note": "辛苦了",
        "why": "From 星河科技.",
        "reference": "oa-1",
        "batch": str(grant.batch_id),
        "budget": str(budget.id),
        "budget_name": "2026",
        "created_at": "2026-03-02T10:00:00+08:00",
        "claimed_at": None,
        "fulfilled_at": None,
        "activated_at": None,
        "used_at": None,
        "used_said_by": None,
        "expired_at": None,
        "revoked_at": None,
    }
    assert balances_of("budget", [budget.id])[budget.id]["reserved"] == 19_000


def test_the_feed_says_which_key_granted() -> None:
    enterprise, *_rest = world()
    give(enterprise, body())
    assert Event.objects.get(kind="grant.issued").actor == f"key:{enterprise.api_keys.get().id}"


@pytest.mark.parametrize(
    "member", [{"staff_no": "S00017"}, {"phone": "138 0000 1111"}, {"email": "Lin@Galaxy.test"}, {"external_id": "u-17"}]
)
def test_a_member_is_named_in_four_ways(member: dict[str, str]) -> None:
    enterprise, _budget, known, _benefit = world()
    assert give(enterprise, body(member=member)).json()["member"]["id"] == str(known.id)


def test_somebody_new_is_created_with_a_name_and_a_phone() -> None:
    enterprise, *_rest = world()
    answer = give(enterprise, body(member={"phone": "13900002222", "name": "王芳"}))
    assert (answer.status_code, answer.json()["member"]["name"]) == (201, "王芳")
    assert Member.objects.filter(enterprise=enterprise).count() == 2


def test_the_same_key_answers_the_same_and_grants_once() -> None:
    enterprise, *_rest = world()
    first, second = give(enterprise, body()), give(enterprise, body())
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Grant.objects.count() == 1


def test_the_same_key_answers_the_same_in_another_year() -> None:
    enterprise, *_rest = world()
    first = give(enterprise, body())
    forget_old_keys(clock.now() + timedelta(days=700))
    assert (give(enterprise, body()).json()["serial"], Grant.objects.count()) == (first.json()["serial"], 1)


def test_the_same_key_with_another_body_is_refused() -> None:
    enterprise, *_rest = world()
    give(enterprise, body())
    assert refusal(give(enterprise, body(quantity=2))) == (422, "idempotency_key_reused")


def test_a_grant_without_a_key_is_refused() -> None:
    enterprise, *_rest = world()
    assert refusal(give(enterprise, body(), key="")) == (400, "idempotency_key_missing")


def test_the_same_reference_is_the_same_grant_under_any_key() -> None:
    enterprise, *_rest = world()
    first = give(enterprise, body(reference="oa-1", note="Ü"))
    again = give(enterprise, body(reference="oa-1", note="Ü"), key="grant-key-0002")
    assert (again.status_code, again.json()) == (201, first.json())
    assert Grant.objects.count() == 1


def test_a_reference_never_stands_for_two_grants() -> None:
    enterprise, *_rest = world()
    give(enterprise, body(reference="oa-1"))
    assert refusal(give(enterprise, body(reference="oa-1", quantity=2), key="grant-key-0002")) == (409, "reference_reused")


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"member": {"staff_no": "nobody"}}, 404, "member_not_found", "member"),
        ({"member": {"phone": "nonsense"}}, 409, "phone_invalid", "member.phone"),
        ({"benefit": "nothing"}, 404, "unknown_benefit", "benefit"),
        ({"valid_until": "2026-03-01"}, 409, "until_in_the_past", "valid_until"),
        ({"valid_from": "2026-03-09", "valid_until": "2026-03-08"}, 409, "until_before_from", "valid_until"),
        ({"valid_until": "9999-12-31"}, 409, "date_impossible", "valid_until"),
        ({"valid_from": "0001-01-01"}, 409, "date_impossible", "valid_from"),
        ({"quantity": 1000}, 409, "budget_exceeded", ""),
        ({"note": "=1+1"}, 409, "formula_refused", "note"),
    ],
)
def test_what_only_the_platform_can_know_is_refused_with_its_reason(change: dict[str, Any], status: int, code: str, field: str) -> None:
    enterprise, budget, _member, _benefit = world()
    before = balances_of("budget", [budget.id])
    answer = give(enterprise, body(**change))
    assert refusal(answer) == (status, code)
    assert [(e["field"], e["code"], e["detail"]) for e in answer.json()["errors"]] == [(field, code, answer.json()["detail"])]
    assert (Grant.objects.count(), Batch.objects.count(), balances_of("budget", [budget.id])) == (0, 0, before)


def test_somebody_who_has_left_is_refused() -> None:
    enterprise, _budget, member, _benefit = world()
    Member.objects.filter(id=member.id).update(state="left", left_at=NOW)
    assert refusal(give(enterprise, body())) == (409, "member_left")


def test_more_than_the_terms_allow_is_refused() -> None:
    enterprise, _budget, _member, benefit = world()
    make_terms(benefit, limit_per_member=1)
    assert give(enterprise, body()).status_code == 201
    assert refusal(give(enterprise, body(), key="grant-key-0002")) == (409, "over_limit")


def test_an_enterprise_without_a_budget_is_told_so() -> None:
    enterprise = make_enterprise()
    make_member(enterprise, staff_no="S00017")
    make_benefit(code="ecard")
    assert refusal(give(enterprise, body())) == (409, "budget_missing")


def test_another_enterprises_member_and_benefit_look_like_none() -> None:
    enterprise, *_rest = world()
    foreign = make_member(make_enterprise(), staff_no="F1")
    make_benefit(code="theirs", enterprise=foreign.enterprise)
    for named, missing in (
        ({"member": {"staff_no": "F1"}}, {"member": {"staff_no": "F2"}}),
        ({"benefit": "theirs"}, {"benefit": "their2"}),
    ):
        answers = [give(enterprise, body(**change), key=str(uuid4())) for change in (named, missing)]
        assert refusal(answers[0]) == refusal(answers[1])
        assert answers[0].content.replace(b"F1", b"F2").replace(b"theirs", b"their2") == answers[1].content


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"quantity": "1"}, "quantity", "invalid"),
        ({"quantity": True}, "quantity", "invalid"),
        ({"quantity": 1.0}, "quantity", "invalid"),
        ({"quantity": 1.5}, "quantity", "invalid"),
        ({"quantity": None}, "quantity", "null"),
        ({"quantity": 0}, "quantity", "min_value"),
        ({"quantity": -1}, "quantity", "min_value"),
        ({"quantity": 10**9}, "quantity", "max_value"),
        ({"quantity": [1]}, "quantity", "invalid"),
        ({"benefit": 7}, "benefit", "invalid_text"),
        ({"benefit": None}, "benefit", "null"),
        ({"benefit": ""}, "benefit", "blank"),
        ({"benefit": "x" * 65}, "benefit", "max_length"),
        ({"member": "S00017"}, "member", "not_an_object"),
        ({"member": []}, "member", "not_an_object"),
        ({"member": {}}, "member", "some_of"),
        ({"member": {"name": "王芳"}}, "member", "some_of"),
        ({"member": {"staff_no": "S1", "id": "x"}}, "member.id", "unknown_field"),
        ({"valid_until": "2026-02-30"}, "valid_until", "invalid"),
        ({"valid_until": "20260301"}, "valid_until", "invalid"),
        ({"valid_until": 45000}, "valid_until", "invalid"),
        ({"reference": "with space"}, "reference", "invalid"),
        ({"reference": "x" * 129}, "reference", "max_length"),
        ({"note": "x" * 501}, "note", "max_length"),
        ({"note": "a\u0007b"}, "note", "invalid"),
        ({"state": "claimed"}, "state", "unknown_field"),
        ({"enterprise": "x"}, "enterprise", "unknown_field"),
        ({"committed": 0}, "committed", "unknown_field"),
    ],
)
def test_bodies_are_read_strictly(change: dict[str, Any], field: str, code: str) -> None:
    enterprise, *_rest = world()
    answer = give(enterprise, body(**change))
    assert refusal(answer) == (400, "invalid")
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [(field, code)]
    assert Grant.objects.count() == 0


def test_every_copy_is_listed_with_its_times() -> None:
    enterprise, _budget, member, _benefit = world()
    grant = make_grant(member, state=GrantState.FULFILLED, claimed_at=NOW, fulfilled_at=NOW)
    found = api_of_enterprise(enterprise).get("grants").json()["results"]
    assert [(g["serial"], g["state"], g["claimed_at"], g["used_at"]) for g in found] == [
        (grant.serial, "fulfilled", "2026-03-02T10:00:00+08:00", None)
    ]


def test_grants_are_filtered() -> None:
    enterprise, _budget, member, benefit = world()
    mine, other = make_grant(member, benefit), make_grant(make_member(enterprise))
    old = make_grant(member, state="revoked", revoked_at=NOW, created_at=NOW - timedelta(days=40))
    caller = api_of_enterprise(enterprise)

    def serials(**query: str) -> set[str]:
        return {g["serial"] for g in caller.get("grants", **query).json()["results"]}

    for named in (str(member.id), "u-17", "S00017"):
        assert serials(member=named) == {mine.serial, old.serial}
    assert serials(benefit="ecard") == {mine.serial}
    assert serials(state="revoked") == {old.serial}
    assert serials(since="2026-03-01T00:00:00+08:00") == {mine.serial, other.serial}
    assert serials(member="nobody") == set()


def test_a_moment_without_its_offset_is_refused() -> None:
    caller = api_of_enterprise(make_enterprise())
    for since in ("2026-03-01T00:00:00", "2026-03-01", "2026-02-30T00:00:00Z", "now"):
        assert refusal(caller.get("grants", since=since)) == (400, "invalid")


def test_another_enterprises_grant_looks_like_none() -> None:
    mine, foreign = make_enterprise(), make_grant()
    caller = api_of_enterprise(mine)
    answers = [caller.get(f"grants/{serial}") for serial in (foreign.serial, "G-0000-0000-00000", "?")]
    assert [a.status_code for a in answers] == [404, 404, 404]
    assert answers[0].content == answers[1].content
    assert dict(answers[0].headers) == dict(answers[1].headers)
    assert caller.get("grants").json()["results"] == []


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    django_assert_num_queries: DjangoAssertNumQueries, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    enterprise, _budget, member, benefit = world()
    caller = api_of_enterprise(enterprise)
    make_grant(member, benefit)
    caller.get("grants")
    with django_assert_max_num_queries(3) as short:
        caller.get("grants")
        count = len(short)
    for _n in range(49):
        make_grant(make_member(enterprise), make_benefit())
    with django_assert_num_queries(count):
        assert len(caller.get("grants").json()["results"]) == 50


def test_a_key_that_is_revoked_or_missing_opens_nothing() -> None:
    enterprise, *_rest = world()
    caller = api_of_enterprise(enterprise)
    enterprise.api_keys.update(revoked_at=NOW)
    assert refusal(caller.get("grants")) == (401, "token_invalid")
    missing = Client().get("/api/enterprise/v1/grants")
    assert refusal(missing) == (401, "token_missing")
    assert missing.headers["www-authenticate"] == 'Bearer realm="enterprise"'

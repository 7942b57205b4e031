"""Batches over the enterprise API: sent, checked row by row, issued, undone."""

from typing import Any

from pytest_django.fixtures import DjangoAssertNumQueries

import benefits.tasks  # noqa: F401  The steps of the jobs register there.
from benefits.models import Batch, BatchRow, Grant
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.ledger import balances_of
from members.models import Enterprise
from tests.calling import Answer, api_of_enterprise
from tests.factories import NOW, fund_budget, make_benefit, make_budget, make_enterprise, make_grant, make_member

KEY = "batch-key-0001"


def world(amount: int = 1_000_000) -> tuple[Any, ...]:
    enterprise = make_enterprise()
    budget = make_budget(enterprise, amount=amount)
    make_member(enterprise, staff_no="S1")
    make_member(enterprise, staff_no="S2")
    make_benefit(code="ecard")
    return enterprise, budget


def row(staff_no: str = "S1", **more: Any) -> dict[str, Any]:
    return {"member": {"staff_no": staff_no}, "benefit": "ecard", **more}


def send(enterprise: Enterprise, *rows: dict[str, Any], key: str = KEY) -> Answer:
    return api_of_enterprise(enterprise).post("batches", {"grants": list(rows)}, key=key)


def work() -> None:
    while job := Job.objects.filter(state__in=["queued", "running"]).first():
        run_job(job.id)


def done(enterprise: Enterprise, *rows: dict[str, Any]) -> str:
    batch_id = send(enterprise, *rows).json()["id"]
    work()
    return batch_id


def test_a_batch_is_taken_at_once_and_issued_by_a_worker() -> None:
    enterprise, budget = world()
    answer = send(enterprise, row(reference="a"), row("S2", reference="b"), row("nobody", reference="c"))
    assert (answer.status_code, answer.json()["state"], answer.json()["rows"]) == (202, "checking", 3)
    work()
    batch = api_of_enterprise(enterprise).get(f"batches/{answer.json()['id']}").json()
    counts = {name: batch[name] for name in ("state", "rows", "good", "refused", "issued", "committed", "unit")}
    assert counts == {"state": "done", "rows": 3, "good": 2, "refused": 1, "issued": 2, "committed": 19_000, "unit": "CNY"}
    assert balances_of("budget", [budget.id])[budget.id]["reserved"] == 19_000


def test_each_row_tells_its_outcome() -> None:
    enterprise, _budget = world()
    batch_id = done(enterprise, row(reference="a"), {"member": {"phone": "12"}, "benefit": "nothing"})
    found = api_of_enterprise(enterprise).get(f"batches/{batch_id}/rows").json()["results"]
    assert found == [
        {
            "number": 1,
            "outcome": "granted",
            "reference": "a",
            "serial": Grant.objects.get().serial,
            "grant_state": "claimable",
            "reasons": [],
        },
        {
            "number": 2,
            "outcome": "refused",
            "reference": "",
            "serial": None,
            "grant_state": None,
            "reasons": [
                {
                    "field": "member.phone",
                    "code": "phone_invalid",
                    "detail": "“12” is not a mobile number. Write all its digits, as in 13800001111; format the cell as text.",
                },
                {
                    "field": "benefit",
                    "code": "unknown_benefit",
                    "detail": "There is no benefit with the code “nothing”. Copy the code from the list of benefits.",
                },
            ],
        },
    ]


def test_rows_are_filtered_and_paged_in_their_order() -> None:
    enterprise, _budget = world()
    batch_id = done(enterprise, *[row(reference=f"r{n}") for n in range(5)], row("nobody"))
    caller = api_of_enterprise(enterprise)
    page = caller.get(f"batches/{batch_id}/rows", outcome="granted", page_size=3).json()
    rest = caller.client.get(page["next"], headers=caller.headers).json()
    assert ([r["number"] for r in page["results"]], [r["number"] for r in rest["results"]]) == ([1, 2, 3], [4, 5])


def test_the_same_key_makes_one_batch() -> None:
    enterprise, _budget = world()
    first, second = send(enterprise, row()), send(enterprise, row())
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Batch.objects.count() == 1


def test_undoing_takes_back_what_nobody_claimed_and_names_the_rest() -> None:
    enterprise, budget = world()
    batch_id = done(enterprise, row(), row("S2"))
    kept = Grant.objects.order_by("id")[0]
    Grant.objects.filter(id=kept.id).update(state="claimed", claimed_at=NOW)
    caller = api_of_enterprise(enterprise)
    first, second = (caller.post(f"batches/{batch_id}/undo") for _again in range(2))
    assert (first.status_code, first.json()) == (200, {"reversed": 1, "kept": 1, "kept_serials": [kept.serial]})
    assert second.json() == first.json()
    assert balances_of("budget", [budget.id])[budget.id]["reserved"] == 9_500


def test_a_batch_under_way_can_not_be_undone_yet() -> None:
    enterprise, _budget = world()
    batch_id = send(enterprise, row()).json()["id"]
    answer = api_of_enterprise(enterprise).post(f"batches/{batch_id}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "batch_not_done")


def test_none_and_too_many_grants_are_refused_as_a_whole() -> None:
    enterprise, _budget = world()
    for rows in ([], [row()] * 10_001):
        answer = send(enterprise, *rows)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "grants")
    assert Batch.objects.count() == 0


def test_one_malformed_row_refuses_the_call_and_says_where() -> None:
    enterprise, _budget = world()
    answer = send(enterprise, row(), row(quantity="2"))
    assert (answer.status_code, [e["field"] for e in answer.json()["errors"]]) == (400, ["grants.1.quantity"])
    assert BatchRow.objects.count() == 0


def test_another_enterprises_batch_looks_like_none() -> None:
    enterprise, _budget = world()
    batch_id = done(enterprise, row())
    caller, missing = api_of_enterprise(make_enterprise()), make_enterprise().id
    for method, path in (("GET", "batches/{}"), ("GET", "batches/{}/rows"), ("POST", "batches/{}/undo")):
        answers = [caller.send(method, path.format(i)) for i in (batch_id, missing)]
        assert [a.status_code for a in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert dict(answers[0].headers) == dict(answers[1].headers)
    assert Grant.objects.get().state == "claimable"


def test_a_reference_used_since_the_check_skips_its_row() -> None:
    enterprise, budget = world()
    batch_id = send(enterprise, row(reference="taken"), row("S2")).json()["id"]
    (check,) = Job.objects.filter(state="queued")
    run_job(check.id)
    make_grant(make_member(enterprise), reference="taken", committed=0)
    work()
    batch = api_of_enterprise(enterprise).get(f"batches/{batch_id}").json()
    assert (batch["state"], batch["issued"], batch["skipped"]) == ("done", 1, 1)
    assert balances_of("budget", [budget.id])[budget.id]["reserved"] == 9_500


def test_a_budget_that_closed_meanwhile_fails_the_batch_with_its_reason() -> None:
    enterprise, budget = world()
    batch_id = send(enterprise, row()).json()["id"]
    type(budget).objects.filter(id=budget.id).update(state="closed")
    work()
    batch = api_of_enterprise(enterprise).get(f"batches/{batch_id}").json()
    assert (batch["state"], batch["problem"], batch["issued"]) == ("failed", "budget_closed", 0)


def test_what_the_budget_does_not_reach_is_refused_row_by_row() -> None:
    enterprise, budget = world(amount=0)
    fund_budget(budget, 9_500)
    batch_id = done(enterprise, row(), row("S2"))
    found = api_of_enterprise(enterprise).get(f"batches/{batch_id}/rows").json()["results"]
    assert [(r["outcome"], [e["code"] for e in r["reasons"]]) for r in found] == [("granted", []), ("refused", ["budget_exceeded"])]
    assert (
        found[1]["reasons"][0]["detail"] == "The budget does not reach for this row: ¥95.00 is missing. Raise the budget, or remove rows."
    )


def test_many_rows_cost_as_many_queries_as_one(
    django_assert_num_queries: DjangoAssertNumQueries, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    enterprise, _budget = world()
    short = done(enterprise, row())
    long = send(enterprise, *[row("S2")] * 50, key="batch-key-0002").json()["id"]
    work()
    caller = api_of_enterprise(enterprise)
    caller.get(f"batches/{short}/rows")
    with django_assert_max_num_queries(4) as few:
        caller.get(f"batches/{short}/rows")
        count = len(few)
    with django_assert_num_queries(count):
        assert len(caller.get(f"batches/{long}/rows").json()["results"]) == 50


def test_a_batch_is_named_by_the_clock_at_the_enterprise() -> None:
    enterprise, *_rest = world()
    assert send(enterprise, row()).json()["name"] == "API 2026-03-02 10:00"


def test_programs_are_told_what_programs_can_do() -> None:
    enterprise, _budget = world()
    notes = [row(note="=1+1"), row("S2", note="a\u202eb")]
    batch_id = done(enterprise, row(reference="a"), row("S2", reference="a"), *notes)
    found = api_of_enterprise(enterprise).get(f"batches/{batch_id}/rows").json()["results"]
    assert [[reason["detail"] for reason in each["reasons"]] for each in found] == [
        [],
        ["This reference is the same as that of row 1. Use another reference."],
        ["“=1+1” begins like a formula. Send it without what it begins with."],
        ["“a\u202eb” has a line break or a character that can't be seen. Send it without."],
    ]

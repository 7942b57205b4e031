"""What terms allow one person of a benefit holds also between the preview and the grants, whoever else is granting."""

from datetime import timedelta

import pytest

from benefits.models import Batch, Grant
from benefits.operations import GrantRequest, GrantWanted, confirm_batch, issue_grant
from benefits.operations.grants.issue import RowRefused
from benefits.states import BatchState
from common import clock
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.ledger import balances_of
from members.models import Enterprise
from tests.benefits.operations.importing import checked, confirmed
from tests.factories import OPERATOR, make_benefit, make_budget, make_enterprise, make_member, make_terms
from tests.together import together

pytestmark = pytest.mark.django_db
CREATES = "姓名,手机号,权益编码,数量\n"


def one_each(*, people: int = 2) -> Enterprise:
    """An enterprise whose people ``S1``, ``S2``… may have one coffee each."""
    enterprise = make_enterprise()
    for number in range(1, people + 1):
        make_member(enterprise, staff_no=f"S{number}")
    make_terms(make_benefit("code", code="coffee", price_minor=100), limit_per_member=1)
    make_budget(enterprise, amount=100_000, is_default=True)
    return enterprise


def preview(enterprise: Enterprise, *staff_nos: str) -> Batch:
    content = "工号,权益编码\n" + "\n".join(f"{staff_no},coffee" for staff_no in staff_nos)
    return checked(enterprise, content.encode(), name="coffee.csv", allows_repeats=True)


def confirm(batch: Batch) -> None:
    confirm_batch(
        batch_id=batch.id, enterprise_id=batch.enterprise_id, file_sha256=bytes(batch.sheet.file_sha256), by=OPERATOR, at=clock.now()
    )


def outcomes(batch: Batch) -> list[tuple[int, str, list[str]]]:
    rows = batch.rows.order_by("number")
    return [(row.number, row.outcome, [reason["code"] for reason in row.reasons]) for row in rows]


def test_two_previews_do_not_exceed_the_limit_together() -> None:
    enterprise = one_each()
    first, second = preview(enterprise, "S1"), preview(enterprise, "S1", "S2")
    assert (first.good_count, second.good_count) == (1, 2)
    confirmed(first)
    second = confirmed(second)
    assert outcomes(second) == [(2, "skipped", ["over_limit"]), (3, "granted", [])]
    assert second.rows.get(number=2).reasons == [{"column": "quantity", "code": "over_limit", "facts": {"limit": 1}}]
    assert (second.state, second.issued_count, second.skipped_count, second.committed) == (BatchState.DONE, 1, 1, 100)


def test_what_was_reserved_for_a_row_over_the_limit_is_free_again() -> None:
    enterprise = one_each()
    first, second = preview(enterprise, "S1"), preview(enterprise, "S1", "S2")
    confirmed(first)
    confirmed(second)
    balances = balances_of("budget", [second.budget_id])[second.budget_id]
    assert (balances["reserved"], balances["available"]) == (200, 99_800)


def test_a_limit_of_a_period_counts_the_period_alone() -> None:
    enterprise = one_each(people=1)
    benefit = make_benefit("code", code="lunch", price_minor=1)
    make_terms(benefit, limit_per_member=1, limit_period_days=7)
    earlier = issue_grant(GrantRequest(enterprise.id, GrantWanted("lunch", staff_no="S1")), by=OPERATOR, at=clock.now())
    waiting = checked(enterprise, "工号,权益编码\nS1,lunch".encode(), name="l.csv", allows_repeats=True)
    assert outcomes(waiting) == [(2, "refused", ["over_limit"])]
    Grant.objects.filter(id=earlier.id).update(created_at=clock.now() - timedelta(days=8))
    again = confirmed(checked(enterprise, "工号,权益编码\nS1,lunch".encode(), name="l.csv", allows_repeats=True))
    assert outcomes(again) == [(2, "granted", [])]


def test_strangers_are_not_counted_as_one_person() -> None:
    rows = "林超,13812345678,coffee,1\n任强,13912345678,coffee,1\n林超,13812345678,coffee,1"
    batch = checked(one_each(), (CREATES + rows).encode(), name="new.csv", creates_members=True, allows_repeats=True)
    assert outcomes(batch) == [(2, "good", []), (3, "good", []), (4, "refused", ["over_limit"])]


def test_a_stranger_named_twice_in_two_ways_has_the_benefit_once() -> None:
    rows = "林超,13812345678,lin@galaxy.test,coffee\n林超,,lin@galaxy.test,coffee"
    content = ("姓名,手机号,邮箱,权益编码\n" + rows).encode()
    batch = confirmed(checked(one_each(), content, name="new.csv", creates_members=True, allows_repeats=True))
    assert outcomes(batch) == [(2, "granted", []), (3, "skipped", ["over_limit"])]


def test_a_benefit_without_a_limit_is_given_as_often_as_it_is_asked_for() -> None:
    enterprise = one_each(people=1)
    make_terms(make_benefit("code", code="tea", price_minor=1))
    content = "工号,权益编码\nS1,tea".encode()
    first, second = (checked(enterprise, content, name="t.csv", allows_repeats=True) for _number in range(2))
    assert [outcomes(confirmed(batch)) for batch in (first, second)] == [[(2, "granted", [])]] * 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_batches_issued_at_the_same_instant_keep_the_limit() -> None:
    enterprise = one_each(people=30)
    batches = [preview(enterprise, *(f"S{number}" for number in range(1, 31))) for _n in range(4)]
    for batch in batches:
        confirm(batch)
    jobs = [Job.objects.get(name="benefits.issue_batch", subject_id=batch.id).id for batch in batches]
    assert together(4, lambda n: run_job(jobs[n])) == [None] * 4
    assert Grant.objects.count() == 30
    assert sum(batch.rows.filter(outcome="skipped").count() for batch in batches) == 90


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_single_grants_and_a_batch_at_the_same_instant_keep_the_limit() -> None:
    enterprise = one_each(people=3)
    batch = preview(enterprise, "S1", "S2", "S3")
    confirm(batch)
    job = Job.objects.get(name="benefits.issue_batch", subject_id=batch.id).id
    wanted = GrantRequest(enterprise.id, GrantWanted("coffee", staff_no="S1"))
    results = together(4, lambda n: run_job(job) if n == 0 else issue_grant(wanted, by=OPERATOR, at=clock.now()))
    assert {type(result) for result in results} <= {type(None), Grant, RowRefused}
    assert Grant.objects.count() == 3

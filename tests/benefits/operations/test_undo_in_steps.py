"""Undoing more than can be waited for: chunk by chunk, each of them whole, and never twice."""

import pytest
from django.db import transaction

from benefits.models import Batch, Grant
from benefits.operations import UndoResult, issue_grant, undo_batch
from benefits.operations.batches import undo
from benefits.operations.batches.upload_api import GrantWanted
from benefits.operations.grants.issue import GrantRequest
from benefits.states import BatchState, GrantState
from common import clock
from common.feed.models import Event
from common.jobs.models import Job
from common.jobs.runner import run_job
from common.ledger import balances_of
from tests.benefits.operations.importing import checked, confirmed
from tests.factories import OPERATOR, make_benefit, make_budget, make_enterprise, make_member

pytestmark = pytest.mark.django_db
PEOPLE = 10


@pytest.fixture(autouse=True)
def _little_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten grants are many here, and three of them a chunk."""
    monkeypatch.setattr(undo, "AT_ONCE", 4)
    monkeypatch.setattr(undo, "CHUNK", 3)


def issued() -> Batch:
    """A batch of ten coffees at 1.00, one of which was claimed."""
    enterprise = make_enterprise()
    for number in range(PEOPLE):
        make_member(enterprise, staff_no=f"S{number}")
    make_benefit("code", code="coffee", price_minor=100)
    make_budget(enterprise, amount=10_000, is_default=True)
    content = "工号,权益编码\n" + "\n".join(f"S{number},coffee" for number in range(PEOPLE))
    batch = confirmed(checked(enterprise, content.encode(), name="coffee.csv"))
    claimed = batch.grants.order_by("id")[:1].values("id")
    Grant.objects.filter(id__in=claimed).update(state=GrantState.CLAIMED, claimed_at=clock.now())
    return batch


def undo_it(batch: Batch) -> UndoResult:
    return undo_batch(batch_id=batch.id, enterprise_id=batch.enterprise_id, by=OPERATOR, at=clock.now(), reason="wrong month")


def job() -> Job:
    return Job.objects.get(name=undo.JOB)


def step() -> bool:
    """One step of the job, as the worker does it; whether it was the last."""
    with transaction.atomic():
        return undo.undo_step(job()).is_finished


def step_and_die() -> None:
    """Killed after the work of a step and before its commit."""
    with transaction.atomic():
        undo.undo_step(job())
        raise KeyboardInterrupt


def standing(batch: Batch) -> tuple[str, int, int, int]:
    """Its state, what was taken back, and what its budget has reserved and available."""
    batch.refresh_from_db()
    balances = balances_of("budget", [batch.budget_id])[batch.budget_id]
    return batch.state, batch.grants.filter(state=GrantState.REVOKED).count(), balances["reserved"], balances["available"]


def test_a_large_batch_is_undone_by_a_job_and_answers_how_far_it_is() -> None:
    batch = issued()
    assert undo_it(batch) == UndoResult(0, 0, [], is_finished=False)
    assert standing(batch) == (BatchState.DONE, 0, 1_000, 9_000)
    assert batch.is_being_undone
    run_job(job().id)
    assert standing(batch) == (BatchState.UNDONE, 9, 100, 9_900)
    assert (batch.reversed_count, batch.kept_count, batch.is_being_undone) == (9, 1, False)


def test_each_step_frees_the_budget_of_what_it_takes_back() -> None:
    undo_it(batch := issued())
    assert step() is False
    assert standing(batch) == (BatchState.DONE, 3, 700, 9_300)


def test_a_worker_that_died_in_the_middle_is_followed_by_another() -> None:
    undo_it(batch := issued())
    step()
    with pytest.raises(KeyboardInterrupt):
        step_and_die()
    assert standing(batch) == (BatchState.DONE, 3, 700, 9_300)
    run_job(job().id)
    assert standing(batch) == (BatchState.UNDONE, 9, 100, 9_900)
    assert (batch.reversed_count, Event.objects.filter(kind="grant.revoked").count()) == (9, 9)


def test_what_is_claimed_between_two_steps_is_kept_and_named() -> None:
    undo_it(batch := issued())
    step()
    claimed = batch.grants.filter(state=GrantState.CLAIMABLE).order_by("id")[0]
    Grant.objects.filter(id=claimed.id).update(state=GrantState.CLAIMED, claimed_at=clock.now())
    run_job(job().id)
    result = undo_it(batch)
    assert (result.reversed, result.kept, result.is_finished) == (8, 2, True)
    assert claimed.serial in result.kept_serials


def test_asking_again_while_it_goes_on_starts_nothing_new() -> None:
    undo_it(batch := issued())
    step()
    assert undo_it(batch) == UndoResult(3, 0, [], is_finished=False)
    assert Job.objects.filter(name=undo.JOB).count() == 1


def test_a_job_that_gave_up_is_queued_again_by_whoever_asks() -> None:
    undo_it(batch := issued())
    step()
    Job.objects.filter(name=undo.JOB).update(attempts=5)
    run_job(job().id)
    assert (job().state, standing(batch)) == ("failed", (BatchState.DONE, 3, 700, 9_300))
    undo_it(batch)
    run_job(Job.objects.get(name=undo.JOB, state="queued").id)
    assert standing(batch) == (BatchState.UNDONE, 9, 100, 9_900)


def test_what_is_few_enough_is_finished_by_whoever_asks_and_the_job_finds_nothing_to_do() -> None:
    undo_it(batch := issued())
    step()
    step()
    assert undo_it(batch).is_finished
    assert step() is True
    assert (batch.grants.filter(state=GrantState.REVOKED).count(), Batch.objects.get(id=batch.id).reversed_count) == (9, 9)


def test_the_feed_says_who_undid_it_and_why() -> None:
    undo_it(batch := issued())
    run_job(job().id)
    undone = Event.objects.get(kind="batch.undone", subject_id=batch.id)
    taken = Event.objects.filter(kind="grant.revoked").values_list("actor", "reason")
    assert (undone.actor, undone.reason) == (str(OPERATOR), "wrong month")
    assert set(taken) == {(str(OPERATOR), "wrong month")}


def test_what_was_taken_back_before_is_not_counted() -> None:
    batch = issued()
    single = issue_grant(GrantRequest(batch.enterprise_id, GrantWanted("coffee", staff_no="S1")), by=OPERATOR, at=clock.now())
    earlier = batch.grants.filter(state=GrantState.CLAIMABLE).order_by("id")[0]
    Grant.objects.filter(id=earlier.id).update(state=GrantState.REVOKED, revoked_at=clock.now())
    undo_it(batch)
    run_job(job().id)
    single.refresh_from_db()
    assert (Batch.objects.get(id=batch.id).reversed_count, single.state) == (8, GrantState.CLAIMABLE)

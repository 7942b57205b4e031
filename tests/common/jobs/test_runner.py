"""Long jobs: in steps, under a lease, resumed by anyone, given up after five fruitless attempts."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from common import clock
from common.actors import system
from common.ids import new_id
from common.jobs import JobFailed, Progress, start_job, steps
from common.jobs.models import Job, Tick
from common.jobs.runner import MOST_ATTEMPTS, _steps, run_job
from common.jobs.states import JobState
from common.jobs.sweeper import sweep_all
from supply.models import Supplier
from tests.factories import make_supplier

pytestmark = pytest.mark.django_db
NAME = "test.job"


@pytest.fixture(autouse=True)
def _no_steps_left_behind() -> Iterator[None]:
    yield
    _steps.pop(NAME, None)


def queued(subject_id: UUID | None = None) -> Job:
    return start_job(NAME, subject_id or new_id(), by=system("test"), at=clock.now())


def test_steps_run_until_one_says_that_it_was_the_last() -> None:
    @steps(NAME)
    def step(job: Job) -> Progress:
        return Progress(job.done_count + 1, 3, is_finished=job.done_count == 2)

    job = queued()
    run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.done_count, job.total_count, job.percent) == (JobState.DONE, 3, 3, 100)


def test_same_act_on_the_same_thing_is_queued_once() -> None:
    subject = new_id()
    assert queued(subject).id == queued(subject).id


def test_step_that_raises_keeps_what_the_steps_before_it_did() -> None:
    @steps(NAME)
    def step(job: Job) -> Progress:
        make_supplier()
        if job.done_count == 1:
            raise ZeroDivisionError
        return Progress(job.done_count + 1, 3, is_finished=False)

    job = queued()
    with pytest.raises(ZeroDivisionError):
        run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.done_count, job.error, Supplier.objects.count()) == (JobState.RUNNING, 1, "ZeroDivisionError", 1)


def test_job_whose_lease_is_held_is_left_alone() -> None:
    @steps(NAME)
    def step(job: Job) -> Progress:
        raise AssertionError("must not run")

    job = queued()
    Job.objects.filter(id=job.id).update(lease=new_id(), leased_until=clock.now() + timedelta(seconds=9), state="running")
    run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 0)


@pytest.mark.django_db(transaction=True)
def test_worker_whose_lease_was_taken_writes_no_further_step() -> None:
    @steps(NAME)
    def step(job: Job) -> Progress:
        make_supplier()
        assert job.done_count == 0, "the second step must not run"
        transaction.on_commit(lambda: Job.objects.filter(id=job.id).update(lease=new_id()) and None)
        return Progress(1, 2, is_finished=False)

    job = queued()
    run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.done_count, Supplier.objects.count()) == (JobState.RUNNING, 1, 1)


def test_poison_is_given_up_and_told() -> None:
    told: list[str] = []

    @steps(NAME, on_failure=lambda job, problem: told.append(problem))
    def step(job: Job) -> Progress:
        raise ZeroDivisionError

    job = queued()
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            run_job(job.id)
        Job.objects.update(leased_until=None)
    run_job(job.id)
    job.refresh_from_db()
    assert (job.state, told) == (JobState.FAILED, [f"Given up after {MOST_ATTEMPTS} attempts."])


def test_failure_that_no_attempt_can_mend_ends_at_once() -> None:
    told: list[str] = []

    @steps(NAME, on_failure=lambda job, problem: told.append(problem))
    def step(job: Job) -> Progress:
        raise JobFailed("the file is empty")

    job = queued()
    run_job(job.id)
    job.refresh_from_db()
    assert (job.state, job.error, told) == (JobState.FAILED, "the file is empty", ["the file is empty"])


def test_two_schedulers_in_the_same_moment_make_one_tick() -> None:
    at = clock.now()
    sweep_all(at)
    sweep_all(at)
    assert Tick.objects.filter(name="sweep").count() == 1

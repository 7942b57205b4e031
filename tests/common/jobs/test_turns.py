"""Turns: however many jobs one enterprise has waiting, the next one to be served is another's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from celery import current_app

from common import clock
from common.actors import system
from common.ids import new_id
from common.jobs import Progress, runner, start_job, steps
from common.jobs.models import Job
from common.jobs.runner import answer_bell, run_job
from common.jobs.states import JobState
from common.jobs.sweeper import ring_for_jobs
from common.jobs.turns import jobs_in_turn, turn_before

pytestmark = pytest.mark.django_db
NAME = "test.turns"
LARGE, SMALL = new_id(), new_id()
STEPS = 3


@pytest.fixture(autouse=True)
def done(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[UUID]]:
    """Whose steps were done, in their order. Every slice is one step long."""
    monkeypatch.setattr(runner, "SLICE_SECONDS", 0)
    whose: list[UUID] = []

    @steps(NAME)
    def step(job: Job) -> Progress:
        assert job.enterprise_id is not None
        whose.append(job.enterprise_id)
        return Progress(job.done_count + 1, STEPS, is_finished=job.done_count + 1 == STEPS)

    yield whose
    runner._steps.pop(NAME)


def queued(enterprise_id: UUID | None) -> Job:
    return start_job(NAME, new_id(), by=system("test"), at=clock.now(), enterprise_id=enterprise_id)


def facts(job: Job) -> tuple[str, int, int, UUID | None]:
    job.refresh_from_db()
    return job.state, job.done_count, job.attempts, job.lease


def test_job_that_nobody_waits_behind_keeps_its_worker() -> None:
    job, own = queued(LARGE), queued(LARGE)
    run_job(job.id)
    assert (facts(job), facts(own)) == ((JobState.DONE, STEPS, 1, None), (JobState.QUEUED, 0, 0, None))


def test_job_gives_its_worker_back_after_a_slice_when_another_enterprise_waits() -> None:
    job, _other = queued(LARGE), queued(SMALL)
    run_job(job.id)
    assert facts(job) == (JobState.RUNNING, 1, 0, None)
    assert job.leased_until is None


def test_slice_is_not_over_before_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "SLICE_SECONDS", 60)
    job, _other = queued(LARGE), queued(SMALL)
    run_job(job.id)
    assert facts(job) == (JobState.DONE, STEPS, 1, None)


def test_job_in_its_enterprises_scope_sees_that_another_waits() -> None:
    from tests.factories import make_enterprise

    mine, theirs = make_enterprise(), make_enterprise()
    job, _other = queued(mine.id), queued(theirs.id)
    run_job(job.id)
    assert facts(job) == (JobState.RUNNING, 1, 0, None)


def test_job_that_was_given_back_goes_on_where_it_was_and_is_done_once(done: list[UUID]) -> None:
    job, other = queued(LARGE), queued(SMALL)
    run_job(job.id)
    run_job(other.id)
    run_job(job.id)
    run_job(other.id)
    assert (facts(job)[:2], facts(other)[:2]) == ((JobState.RUNNING, 2), (JobState.RUNNING, 2))
    run_job(job.id)
    run_job(other.id)
    assert (facts(job)[:2], facts(other)[:2]) == ((JobState.DONE, STEPS), (JobState.DONE, STEPS))
    assert done == [LARGE, SMALL] * STEPS


def test_one_file_of_another_enterprise_is_done_after_one_slice_of_a_hundred(done: list[UUID]) -> None:
    bells = [queued(LARGE) for _number in range(5)]
    small = queued(SMALL)
    for bell in [*bells, small]:
        answer_bell(bell.id)
    # Every other slice is the small one's, until it is finished; its own bell comes too late for anything.
    assert done[: 2 * STEPS] == [LARGE, SMALL] * STEPS
    assert facts(small)[:2] == (JobState.DONE, STEPS)


def test_operators_jobs_have_a_turn_as_one_enterprise_has() -> None:
    own, theirs = queued(None), queued(LARGE)
    Job.objects.filter(id=theirs.id).update(served_at=clock.now())
    assert (turn_before(LARGE, clock.now()), turn_before(None, clock.now())) == (own.id, None)


def test_first_jobs_stand_before_second_ones_and_who_was_served_longest_ago_before_others() -> None:
    at = clock.now()
    large, second, small, new = queued(LARGE), queued(LARGE), queued(SMALL), queued(new_id())
    for job, ago in ((large, 1), (small, 5)):
        Job.objects.filter(id=job.id).update(served_at=at - timedelta(seconds=ago))
    order = [waiting.job_id for waiting in jobs_in_turn(clock.now(), most=9)]
    assert order == [new.id, small.id, large.id, second.id]


def test_job_that_is_held_does_not_wait() -> None:
    job = queued(SMALL)
    Job.objects.filter(id=job.id).update(leased_until=clock.now() + timedelta(seconds=9), state=JobState.RUNNING)
    assert jobs_in_turn(clock.now(), most=9) == []


def test_bell_of_an_unfinished_job_is_rung_again_and_that_of_a_finished_one_is_not(settings: Any) -> None:
    settings.RING_IN_TESTS = True
    job, other = queued(LARGE), queued(SMALL)
    answer_bell(job.id)
    assert rung() == [str(job.id)]
    for _slice in range(STEPS):
        answer_bell(other.id)
        answer_bell(job.id)
    rung()
    answer_bell(job.id)
    answer_bell(other.id)
    assert (facts(job)[0], facts(other)[0], rung()) == (JobState.DONE, JobState.DONE, [])


def test_sweep_rings_one_job_of_each_enterprise_before_the_second_of_any(settings: Any) -> None:
    jobs = [queued(LARGE), queued(LARGE), queued(SMALL)]
    settings.RING_IN_TESTS = True
    ring_for_jobs(clock.now() + timedelta(seconds=5))
    assert rung() == [str(jobs[number].id) for number in (0, 2, 1)]


def rung() -> list[str]:
    """The jobs whose bells are in the queue, in their order; it is empty afterwards."""
    heard = []
    with current_app.connection_for_write() as broker:
        queue = broker.SimpleQueue("imports")
        while len(queue):
            message = queue.get_nowait()
            message.ack()
            heard.append(message.payload[0][0])
    return heard

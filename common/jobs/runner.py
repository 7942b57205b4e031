"""Long jobs: steps under a lease, each its own transaction, resumed by anyone after a crash."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from common import clock
from common.actors import Actor
from common.failpoints import failpoint
from common.jobs.bells import ring, ring_again
from common.jobs.models import Job
from common.jobs.states import JobState
from common.jobs.turns import turn_before
from common.scope import Scope, current, enterprise, within

LEASE = timedelta(seconds=15)
MOST_ATTEMPTS = 5
# For so long a job keeps its worker while another enterprise's waits.
SLICE_SECONDS = 2

logger = logging.getLogger(__name__)


class JobFailed(Exception):
    """The job can't go on, and trying again won't help. The text is for staff; it holds no secret."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What one step reports: how many of how many, and whether that was all."""

    done: int
    total: int
    is_finished: bool


Step = Callable[[Job], Progress]
_steps: dict[str, tuple[Step, Callable[[Job, str], None] | None]] = {}


def steps(name: str, *, on_failure: Callable[[Job, str], None] | None = None) -> Callable[[Step], Step]:
    """Register the step of a long job. A step does a few seconds of work in the transaction that the runner holds."""

    def register(step: Step) -> Step:
        _steps[name] = (step, on_failure)
        return step

    return register


def start_job(name: str, subject_id: UUID, *, by: Actor, at: datetime, enterprise_id: UUID | None = None) -> Job:
    """Queue a job in the current transaction and ring for it. One that is already queued or running is returned instead."""
    job, created = Job.objects.get_or_create(
        name=name,
        subject_id=subject_id,
        state__in=[JobState.QUEUED, JobState.RUNNING],
        defaults={"state": JobState.QUEUED, "actor": str(by), "created_at": at, "enterprise_id": enterprise_id},
    )
    if created:
        ring("common.jobs.run", job.id)
    return job


def answer_bell(job_id: UUID) -> None:
    """
    Do some of the job, or of the one whose turn is before its; ring again behind all others while it is not finished.

    A bell says that there is work: an enterprise with a hundred of them in the queue is served once before each of the others.
    """
    enterprise_id = Job.objects.filter(id=job_id).values_list("enterprise_id", flat=True).first()
    run_job(turn_before(enterprise_id, clock.now()) or job_id)
    if _waiting(clock.now()).filter(id=job_id).exists():
        ring_again("common.jobs.run", job_id)


def run_job(job_id: UUID) -> None:
    """
    Take the job's lease and do its steps until it is finished, or its slice is over and it is another enterprise's turn. Does nothing
    when another worker holds it.

    A crash leaves the lease to run out; the sweeper rings again and the next step continues where the last one committed.
    """
    lease = uuid4()
    if not _take(job_id, lease):
        return
    failpoint("job.after_lease", job_id)
    outside, slice_ends = current(), time.monotonic() + SLICE_SECONDS
    with within(_scope_of(job_id)):
        try:
            while not _one_step(job_id, lease):
                if time.monotonic() >= slice_ends and _is_anothers_turn(job_id, outside):
                    _give_back(job_id, lease)
                    break
        except JobFailed as error:
            _fail(job_id, str(error))
        except Exception as error:
            logger.exception("job step failed", extra={"job": str(job_id)})
            _release(job_id, lease, error=type(error).__name__)
            raise


def allow_minutes() -> None:
    """Lift the time limits of a page for the rest of this transaction: an act over 200,000 rows takes minutes, not seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")


def _waiting(now: datetime) -> QuerySet[Job]:
    """Nobody holds them."""
    return Job.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), state__in=[JobState.QUEUED, JobState.RUNNING])


def _take(job_id: UUID, lease: UUID) -> bool:
    now = clock.now()
    waiting = _waiting(now).filter(id=job_id)
    if waiting.filter(attempts__gte=MOST_ATTEMPTS).exists():
        _fail(job_id, f"Given up after {MOST_ATTEMPTS} attempts.")
        return False
    taken = waiting.update(lease=lease, leased_until=now + LEASE, served_at=now, state=JobState.RUNNING, attempts=F("attempts") + 1)
    return taken == 1


def _scope_of(job_id: UUID) -> Scope:
    """A job for one enterprise sees that one alone."""
    enterprise_id = Job.objects.values_list("enterprise_id", flat=True).get(id=job_id)
    return enterprise(enterprise_id) if enterprise_id else current()


def _one_step(job_id: UUID, lease: UUID) -> bool:
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(id=job_id, lease=lease, state=JobState.RUNNING).first()
        if job is None:  # Another worker has taken over: its lease stands, ours writes nothing.
            return True
        step, _on_failure = _steps[job.name]
        allow_minutes()
        progress = step(job)
        now = clock.now()
        job.done_count, job.total_count = progress.done, progress.total
        # A step that got through shows the job is not poison: only attempts without progress count.
        job.attempts, job.leased_until, job.served_at = 1, now + LEASE, now
        if progress.is_finished:
            job.state, job.finished_at, job.lease, job.leased_until = JobState.DONE, now, None, None
        job.save()
        failpoint("job.before_commit", job_id)
    failpoint("job.after_commit", job_id)
    return progress.is_finished


def _is_anothers_turn(job_id: UUID, outside: Scope) -> bool:
    """Asked outside the job's scope, which sees one enterprise's jobs alone."""
    with within(outside):
        enterprise_id = Job.objects.values_list("enterprise_id", flat=True).get(id=job_id)
        return turn_before(enterprise_id, clock.now()) is not None


def _give_back(job_id: UUID, lease: UUID) -> None:
    # It came to a good end: the next one to take it has all attempts before it.
    Job.objects.filter(id=job_id, lease=lease).update(lease=None, leased_until=None, attempts=0)


def _release(job_id: UUID, lease: UUID, *, error: str) -> None:
    Job.objects.filter(id=job_id, lease=lease).update(lease=None, leased_until=clock.now() + timedelta(seconds=5), error=error)


def _fail(job_id: UUID, reason: str) -> None:
    with transaction.atomic():
        job = Job.objects.select_for_update().get(id=job_id)
        job.state, job.error, job.lease, job.leased_until = JobState.FAILED, reason, None, None
        job.finished_at = clock.now()
        job.save()
        _step, on_failure = _steps[job.name]
        if on_failure is not None:
            on_failure(job, reason)

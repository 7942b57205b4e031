"""Long jobs: steps under a lease, each its own transaction, resumed by anyone after a crash."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, Q

from common import clock
from common.actors import Actor
from common.failpoints import failpoint
from common.jobs.bells import ring
from common.jobs.models import Job
from common.jobs.states import JobState
from common.scope import Scope, current, enterprise, within

LEASE = timedelta(seconds=15)
MOST_ATTEMPTS = 5

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


def run_job(job_id: UUID) -> None:
    """
    Take the job's lease and do its steps until it is finished. Does nothing when another worker holds it.

    A crash leaves the lease to run out; the sweeper rings again and the next step continues where the last one committed.
    """
    lease = uuid4()
    if not _take(job_id, lease):
        return
    failpoint("job.after_lease", job_id)
    with within(_scope_of(job_id)):
        try:
            while not _one_step(job_id, lease):
                pass
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


def _take(job_id: UUID, lease: UUID) -> bool:
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = Job.objects.filter(free, id=job_id, state__in=[JobState.QUEUED, JobState.RUNNING])
    if waiting.filter(attempts__gte=MOST_ATTEMPTS).exists():
        _fail(job_id, f"Given up after {MOST_ATTEMPTS} attempts.")
        return False
    taken = waiting.update(lease=lease, leased_until=now + LEASE, state=JobState.RUNNING, attempts=F("attempts") + 1)
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
        job.attempts, job.leased_until = 1, now + LEASE
        if progress.is_finished:
            job.state, job.finished_at, job.lease, job.leased_until = JobState.DONE, now, None, None
        job.save()
        failpoint("job.before_commit", job_id)
    failpoint("job.after_commit", job_id)
    return progress.is_finished


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

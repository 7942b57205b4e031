"""The long acts of codes coming in."""

from common import clock
from common.actors import parse_actor, system
from common.jobs import Progress, steps
from common.jobs.models import Job
from supply.operations.intake.checking import check_next_chunk
from supply.operations.intake.clearing import fail_intake
from supply.operations.intake.committing import commit_next_chunk


def give_up(job: Job, _problem: str) -> None:
    """A check that can't be finished leaves nothing behind; the file may be brought again."""
    fail_intake(job.subject_id, by=system("intake"), at=clock.now())


@steps("supply.check_intake", on_failure=give_up)
def check_intake(job: Job) -> Progress:
    return check_next_chunk(job.subject_id, by=parse_actor(job.actor), at=clock.now())


@steps("supply.commit_intake")
def commit_intake(job: Job) -> Progress:
    return commit_next_chunk(job.subject_id, by=parse_actor(job.actor), at=clock.now())

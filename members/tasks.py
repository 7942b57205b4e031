"""The doorbells of members, and what the sweeper looks for here."""

from datetime import datetime
from uuid import UUID

from celery import shared_task

from common import clock
from common.actors import parse_actor
from common.jobs import Progress, ring_again, steps, sweeps
from common.jobs.models import Job
from members import operations, queries


@shared_task(name="members.deliver_message")
def deliver_message(message_id: str) -> None:
    operations.deliver_message(message_id=UUID(message_id), at=clock.now())


def _roster_failed(job: Job, problem: str) -> None:
    operations.fail_roster(job.subject_id, problem=problem, at=clock.now())


@steps("members.check_roster", on_failure=_roster_failed)
def check_roster(job: Job) -> Progress:
    return operations.check_some(job.subject_id, done=job.done_count, at=clock.now())


@steps("members.imports.apply_roster", on_failure=_roster_failed)
def apply_roster(job: Job) -> Progress:
    return operations.apply_some(job.subject_id, by=parse_actor(job.actor), at=clock.now())


def _export_failed(job: Job, problem: str) -> None:
    operations.fail_export(job.subject_id, problem=problem, at=clock.now())


@steps("members.write_export", on_failure=_export_failed)
def write_export(job: Job) -> Progress:
    return operations.write_some(job.subject_id, at=clock.now())


@sweeps("members.exports")
def forget_exports(at: datetime) -> None:
    operations.forget_old_exports(at)


@sweeps("members.messages")
def send_due_messages(at: datetime) -> None:
    """Messages whose bell was lost, or whose pause after a failed try is over."""
    for message_id in queries.due_messages(at):
        ring_again("members.deliver_message", message_id, queue="messages")


@sweeps("members.old")
def forget_what_is_old(at: datetime) -> None:
    """Once an hour is enough: in other sweeps nothing is done."""
    if at.minute == 0 and at.second < 4:
        operations.forget_old_sign_ins(at)
        operations.forget_old_rosters(at)

"""The doorbells of members, and what the sweeper looks for here."""

from datetime import datetime
from uuid import UUID

from celery import shared_task

from common import clock
from common.jobs import ring, sweeps
from members import operations, queries


@shared_task(name="members.deliver_message")
def deliver_message(message_id: str) -> None:
    operations.deliver_message(message_id=UUID(message_id), at=clock.now())


@sweeps("members.messages")
def send_due_messages(at: datetime) -> None:
    """Messages whose bell was lost, or whose pause after a failed try is over."""
    for message_id in queries.due_messages(at):
        ring("members.deliver_message", message_id)


@sweeps("members.old_sign_ins")
def forget_old_sign_ins(at: datetime) -> None:
    """Once an hour is enough: in other sweeps nothing is done."""
    if at.minute == 0 and at.second < 4:
        operations.forget_old_sign_ins(at)

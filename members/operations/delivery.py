"""Sending what was written: one try at a time, each with a lease, five at most."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from members.models.message import SentMessage
from members.operations.sms_budget import OVER_BUDGET, take_sms
from members.operations.texted import wait_for_number
from members.operations.transports import NotDelivered, deliver

MOST_ATTEMPTS = 5
PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
logger = logging.getLogger(__name__)


def deliver_message(*, message_id: UUID, at: datetime) -> bool:
    """
    Try to send one message that is due. True when it was sent by this call.

    Locks    nothing across the network: the try is counted, and the next one put off, before the gateway is called.
    Replays  a message that was sent, is being sent or is not due is left alone.
    """
    if not _take(message_id, at):
        return False
    message = SentMessage.objects.get(id=message_id)
    if message.channel == "sms" and not _may_leave(message, at):
        return False
    try:
        deliver(message)
    except NotDelivered as error:
        _put_off(message, str(error))
        return False
    SentMessage.objects.filter(id=message_id).update(sent_at=at, due_at=None, error="")
    return True


def _take(message_id: UUID, at: datetime) -> bool:
    waiting = SentMessage.objects.filter(id=message_id, due_at__lte=at)
    # A code that has expired in the queue would only confuse.
    if waiting.filter(expires_at__lte=at).update(due_at=None, error="expired before it was sent"):
        return False
    return waiting.update(attempts=F("attempts") + 1, due_at=at + PAUSES[0]) == 1


def _may_leave(message: SentMessage, at: datetime) -> bool:
    """Whether an SMS is within the budgets of its number and its enterprise; else it waits, or is not sent at all."""
    # One-time codes were counted into the number's day when they were made.
    wait = 0 if message.expires_at or message.attempts > 1 else wait_for_number(message.to, at=at)
    if wait:
        SentMessage.objects.filter(id=message.id).update(due_at=at + timedelta(seconds=wait), attempts=F("attempts") - 1)
        return False
    # A second try of the same message is the same message.
    if message.member_id is not None and message.attempts == 1 and not take_sms(message.member_id, at=at):
        SentMessage.objects.filter(id=message.id).update(due_at=None, error=OVER_BUDGET)
        return False
    return True


def _put_off(message: SentMessage, error: str) -> None:
    is_last = message.attempts >= MOST_ATTEMPTS
    assert message.due_at is not None  # Set by _take a moment ago.
    next_due = None if is_last else message.due_at - PAUSES[0] + PAUSES[message.attempts - 1]
    SentMessage.objects.filter(id=message.id).update(due_at=next_due, error=error[:200])
    logger.warning("message not delivered", extra={"message_id": str(message.id), "attempt": message.attempts, "why": error})

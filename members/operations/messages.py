"""Messages to members: written once under a key, sent by a worker."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from common.ids import new_id
from common.jobs import ring
from members.models.message import SentMessage
from members.operations.transports import is_shown_only

MessageChannel = Literal["sms", "email"]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, to whom, and until when it is worth saying."""

    channel: MessageChannel
    to: str
    text: str
    subject: str = ""
    expires_at: datetime | None = None
    is_decoy: bool = False


@transaction.atomic
def send_message(
    *,
    member_id: UUID | None,
    channel: MessageChannel,
    to: str,
    text: str,
    key: str,
    at: datetime,
    subject: str = "",
) -> bool:
    """
    Send one SMS or mail after the commit. False when a message of this key was sent before; nothing happens then.

    ``to`` is a phone in E.164 or a mail address. In demo mode without a gateway the inbox is the delivery.
    """
    return post(Letter(channel, to, text, subject), member_id=member_id, key=key, at=at)


def post(letter: Letter, *, member_id: UUID | None, key: str, at: datetime) -> bool:
    """Write one message for the worker, inside the caller's transaction. False when the key was there already."""
    is_done = letter.is_decoy or is_shown_only(letter.channel)
    message = SentMessage(
        id=new_id(),
        member_id=member_id,
        channel=letter.channel,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        key=key,
        is_decoy=letter.is_decoy,
        created_at=at,
        expires_at=letter.expires_at,
        due_at=None if is_done else at,
        sent_at=at if is_done else None,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return False
    # Rung for a decoy and for the inbox as well: how long a request takes must not tell who is known.
    ring("members.deliver_message", message.id)
    return True

"""Messages to members: written once under a key, sent by a worker."""

from collections.abc import Iterable
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
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """
    What is said, to whom, and until when it is worth saying.

    ``to`` is a phone in E.164 or a mail address. ``key`` names the occasion: nobody is written to twice under one. An SMS has no subject.
    """

    key: str
    channel: MessageChannel
    to: str
    subject: str
    text: str
    member_id: UUID | None = None
    expires_at: datetime | None = None
    is_decoy: bool = False


def post(letter: Letter, *, at: datetime) -> None:
    """Write one message, inside the caller's transaction, that its reader waits for. Not when the key was there already."""
    message = _message(letter, at)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return
    # Rung for a decoy and for the inbox as well: how long a request takes must not tell who is known.
    ring("members.deliver_message", message.id)


def send_messages(letters: Iterable[Letter], *, at: datetime) -> None:
    """
    Write many, of which none is urgent: the sweeper rings for them within seconds, and for no more at a time than are sent.

    Replays  a key that was there before is left as it is.
    """
    SentMessage.objects.bulk_create([_message(each, at) for each in letters], batch_size=_AT_ONCE, ignore_conflicts=True)


def _message(letter: Letter, at: datetime) -> SentMessage:
    # In demo mode without a gateway the inbox is the delivery.
    is_done = letter.is_decoy or is_shown_only(letter.channel)
    return SentMessage(
        id=new_id(),
        member_id=letter.member_id,
        channel=letter.channel,
        to=letter.to,
        subject=letter.subject if letter.channel == "email" else "",
        text=letter.text,
        key=letter.key,
        is_decoy=letter.is_decoy,
        created_at=at,
        expires_at=letter.expires_at,
        due_at=None if is_done else at,
        sent_at=at if is_done else None,
    )

"""Handing an open top-up to a person. It is asked about all the same; whoever learns the end first writes it down."""

from datetime import datetime

from common.actors import system
from common.feed import note, sign
from supply.models import TopUp
from supply.rules.backoff import ESCALATE_AFTER, WORKING_TOO_LONG
from supply.states import TopUpState


def escalate(topup: TopUp, reason: str, *, at: datetime) -> None:
    """Note that a person is needed, once. The caller holds the top-up and saves it."""
    if topup.escalated_at is None:
        sign(system("topup"), reason)
        topup.escalated_at = at
        note("topup.escalated", subject=topup)


def escalate_when_old(topup: TopUp, *, at: datetime) -> None:
    """Unknown for half an hour, or in the supplier's hands for a day: no supplier's silence lasts for ever."""
    if topup.unknown_since is not None and at >= topup.unknown_since + ESCALATE_AFTER:
        escalate(topup, "unknown for too long", at=at)
    elif topup.state == TopUpState.PROCESSING and at >= (topup.submitted_at or topup.created_at) + WORKING_TOO_LONG:
        escalate(topup, "the supplier has been working on it for too long", at=at)

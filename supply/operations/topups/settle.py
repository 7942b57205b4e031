"""Settling a top-up by hand, when a person has learned from the supplier what became of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.actors import Actor
from common.feed import sign
from common.jobs import tell
from common.refusals import NotFound, Refused
from supply.models import TopUp
from supply.states import TopUpState


class NotOpen(Refused):
    code = "topup_not_open"
    exact = sentence = _("This top-up is settled already. Only one that is unknown or with the supplier can be settled by hand.")


@transaction.atomic
def settle_topup_by_hand(*, topup_id: UUID, succeeded: bool, by: Actor, at: datetime, reason: str) -> TopUp:
    """
    Write down the end of an open top-up as the supplier's people confirmed it. The reason says who confirmed it and how.

    Locks    the top-up; a call under way loses its lease and writes nothing.

    :raises NotOpen: it is settled already, or has not been sent.
    """
    topup = TopUp.objects.select_for_update().filter(id=topup_id).first()
    if topup is None:
        raise NotFound
    if topup.state not in (TopUpState.UNKNOWN, TopUpState.PROCESSING):
        raise NotOpen
    sign(by, reason)
    topup.state = TopUpState.SUCCEEDED if succeeded else TopUpState.FAILED
    topup.failure = "" if succeeded else "settled_by_hand"
    topup.finished_at, topup.next_query_at, topup.lease, topup.leased_until = at, None, None, None
    topup.save()
    tell("topup.moved", topup.id)
    return topup

"""What operators decide about a lot: release it, hold it back, recall it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.jobs import start_job
from common.refusals import NotFound, Refused
from supply.models import Lot
from supply.operations.voiding import void_available
from supply.states import LOT_MOVES, LotState


class LotCannotMove(Refused):
    code = "lot_cannot_move"
    sentence = _("The lot %(lot)s is “%(state)s”; this can't be done with it now.")


@transaction.atomic
def release_lot(*, lot_id: UUID, by: Actor, at: datetime, reason: str = "") -> Lot:
    """
    Make the codes of a lot available to members.

    Locks    the lot.
    Replays  a released lot is returned as it is.

    :raises LotCannotMove: it is still coming in, used up or recalled.
    """
    lot = _locked(lot_id)
    if lot.state == LotState.RELEASED:
        return lot
    _refuse_unless(lot, LotState.QUARANTINED)
    lot.released_at = at
    return _move(lot, LotState.RELEASED, by, reason)


@transaction.atomic
def quarantine_lot(*, lot_id: UUID, by: Actor, at: datetime, reason: str = "") -> Lot:
    """
    Hold a released lot back: none of its codes is given out until it is released again.

    Locks    the lot.
    Replays  a quarantined lot is returned as it is.

    :raises LotCannotMove: it is not released.
    """
    lot = _locked(lot_id)
    if lot.state == LotState.QUARANTINED:
        return lot
    _refuse_unless(lot, LotState.RELEASED)
    return _move(lot, LotState.QUARANTINED, by, reason)


@transaction.atomic
def recall_lot(*, lot_id: UUID, by: Actor, at: datetime, reason: str = "") -> Lot:
    """
    Take a lot out for good: none of its codes is given out any more, and those not given yet become void.

    A large lot is voided by a job; what members already have stays as it is.

    Locks    the lot, then its available codes.
    Replays  a recalled lot is returned as it is.

    :raises LotCannotMove: it is still coming in.
    """
    lot = _locked(lot_id)
    if lot.state == LotState.RECALLED:
        return lot
    if LotState.RECALLED not in LOT_MOVES[LotState(lot.state)]:
        raise LotCannotMove(lot=lot.number, state=lot.get_state_display())
    _move(lot, LotState.RECALLED, by, reason)
    if void_available(lot.id, at=at):
        start_job("supply.void_recalled", lot.id, by=by, at=at)
    return lot


def _locked(lot_id: UUID) -> Lot:
    lot = Lot.objects.select_for_update().filter(id=lot_id).first()
    if lot is None:
        raise NotFound
    return lot


def _refuse_unless(lot: Lot, state: LotState) -> None:
    if lot.state != state:
        raise LotCannotMove(lot=lot.number, state=lot.get_state_display())


def _move(lot: Lot, state: LotState, by: Actor, reason: str) -> Lot:
    feed.sign(by, reason)
    lot.state = state
    lot.save(update_fields=["state", "released_at"])
    return lot

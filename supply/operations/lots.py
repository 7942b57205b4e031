"""What is decided about a lot: released, held back, recalled by operators; frozen by the platform itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor, system
from common.jobs import start_job
from common.refusals import NotFound, Refused
from common.scope import PLATFORM, within
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
    lot = lock_lot(lot_id)
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
    lot = lock_lot(lot_id)
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
    lot = lock_lot(lot_id)
    if lot.state == LotState.RECALLED:
        return lot
    if LotState.RECALLED not in LOT_MOVES[LotState(lot.state)]:
        raise LotCannotMove(lot=lot.number, state=lot.get_state_display())
    _move(lot, LotState.RECALLED, by, reason)
    if void_available(lot.id, at=at):
        start_job("supply.void_recalled", lot.id, by=by, at=at)
    return lot


@within(PLATFORM)  # A lot is no enterprise's.
@transaction.atomic
def freeze_lot(lot_id: UUID, *, part: str, why: str, at: datetime) -> bool:
    """
    Hold a released lot back without being asked to; whether it was released. Operators read of it on *Today*, until one decides.

    ``part``  the part of the platform that freezes: it signs from here to the end of the transaction.
    Locks    the lot.
    """
    lot = lock_lot(lot_id)
    if lot.state != LotState.RELEASED:
        return False
    _move(lot, LotState.QUARANTINED, system(part), why, frozen_at=at)
    return True


@within(PLATFORM)
def lock_lot(lot_id: UUID) -> Lot:
    """
    A lot, locked until the caller's transaction ends. What refers to it may be written meanwhile.

    :raises NotFound: there is no such lot.
    """
    lot = Lot.objects.select_for_update(no_key=True).filter(id=lot_id).first()
    if lot is None:
        raise NotFound
    return lot


def _refuse_unless(lot: Lot, state: LotState) -> None:
    if lot.state != state:
        raise LotCannotMove(lot=lot.number, state=lot.get_state_display())


def _move(lot: Lot, state: LotState, by: Actor, reason: str, *, frozen_at: datetime | None = None) -> Lot:
    feed.sign(by, reason)
    lot.state, lot.frozen_at = state, frozen_at
    lot.save(update_fields=["state", "released_at", "frozen_at"])
    return lot

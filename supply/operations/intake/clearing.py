"""Forgetting what an intake held, and ending its lot."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from common import feed
from common.actors import Actor
from common.refusals import NotFound
from supply.models import Intake, Lot
from supply.operations.intake.refusals import IntakeNotReady
from supply.rules.intake import CHECK_FAILED
from supply.states import IntakeState, LotState


@transaction.atomic
def discard_intake(*, intake_id: UUID, by: Actor, at: datetime, reason: str = "") -> Intake:
    """
    Throw a file away that is not yet in stock; its lines and its sealed codes are deleted.

    Locks    the intake.
    Replays  an intake that is discarded already is returned as it is.

    :raises IntakeNotReady: it is being taken in, or was.
    """
    intake = Intake.objects.select_for_update(of=("self",)).select_related("lot").defer("lot__wrapped_key").filter(id=intake_id).first()
    if intake is None:
        raise NotFound
    if intake.state == IntakeState.DISCARDED:
        return intake
    if intake.state not in {IntakeState.CHECKING, IntakeState.READY}:
        raise IntakeNotReady(state=intake.get_state_display())
    feed.sign(by, reason)
    intake.state, intake.finished_at = IntakeState.DISCARDED, at
    intake.save(update_fields=["state", "finished_at"])
    clear_intake(intake)
    discard_lot(intake)
    return intake


@transaction.atomic
def fail_intake(intake_id: UUID, *, by: Actor, at: datetime) -> None:
    """Give up an intake whose check could not be finished. The file may be brought again."""
    intake = Intake.objects.select_for_update(of=("self",)).select_related("lot").defer("lot__wrapped_key").get(id=intake_id)
    if intake.state != IntakeState.CHECKING:
        return
    feed.sign(by)
    intake.state, intake.problem, intake.finished_at = IntakeState.FAILED, CHECK_FAILED, at
    intake.save(update_fields=["state", "problem", "finished_at"])
    clear_intake(intake)
    discard_lot(intake)


def clear_intake(intake: Intake) -> None:
    """Delete every chunk and every sealed line. Refused lines stay: they hold no secret, and say what was wrong."""
    intake.chunks.all().delete()
    intake.staged.filter(reason="").delete()


def discard_lot(intake: Intake) -> None:
    """End the lot of an intake that brought nothing."""
    Lot.objects.filter(id=intake.lot_id, state=LotState.RECEIVING).update(state=LotState.DISCARDED)

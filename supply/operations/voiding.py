"""Taking codes out of stock for good: void, or expired."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor, system
from common.jobs import Progress
from common.refusals import NotFound, Refused
from supply.models import Code
from supply.rules.days import home_day
from supply.states import CodeState

CODES_A_STEP = 5_000

# An array, not a list of ``IN``: as a join the choice could be made again for each row, and take more than it may.
_VOID = """
UPDATE supply_code SET state = 'void', voided_at = %(at)s WHERE id = ANY (ARRAY(
    SELECT id FROM supply_code WHERE lot_id = %(lot)s AND state = 'available' LIMIT %(limit)s FOR UPDATE SKIP LOCKED))
"""
_EXPIRE = """
UPDATE supply_code SET state = 'expired' WHERE id = ANY (ARRAY(
    SELECT id FROM supply_code WHERE expires_on < %(today)s AND state = 'available' LIMIT %(limit)s FOR UPDATE SKIP LOCKED))
"""


class CodeIsGone(Refused):
    code = "code_is_gone"
    sentence = _("This code is void or has expired already.")


class CodeIsHeld(Refused):
    code = "code_is_held"
    sentence = _("Somebody has this code. Make their delivery good, or take it back: both void the code.")


@transaction.atomic
def void_code(*, code_id: UUID, by: Actor, at: datetime, reason: str = "", taken_from: UUID | None = None) -> Code:
    """
    Take one code out for good.

    ``taken_from``  the redemption that had it, and that the caller ends in the same transaction.
    Locks    the code.
    Replays  a void code is returned as it is.

    :raises CodeIsGone: it has expired.
    :raises CodeIsHeld: somebody has it, and keeps it.
    """
    code = Code.objects.select_for_update().filter(id=code_id).first()
    if code is None:
        raise NotFound
    if code.state == CodeState.VOID:
        return code
    if code.state == CodeState.EXPIRED:
        raise CodeIsGone
    if code.purpose_id != taken_from:
        raise CodeIsHeld
    feed.sign(by, reason)
    code.state, code.voided_at = CodeState.VOID, at
    code.save(update_fields=["state", "voided_at"])
    return code


def void_available(lot_id: UUID, *, at: datetime) -> bool:
    """Void some thousand available codes of a lot; whether some are left. The caller has signed."""
    with connection.cursor() as cursor:
        cursor.execute(_VOID, {"lot": lot_id, "at": at, "limit": CODES_A_STEP})
    return Code.objects.filter(lot_id=lot_id, state=CodeState.AVAILABLE).exists()


@transaction.atomic
def void_next_of_recalled(lot_id: UUID, *, by: Actor, at: datetime) -> Progress:
    """One step of voiding what a recalled lot still has."""
    feed.sign(by, "recalled")
    is_more = void_available(lot_id, at=at)
    gone = Code.objects.filter(lot_id=lot_id)
    return Progress(gone.exclude(state=CodeState.AVAILABLE).count(), gone.count(), is_finished=not is_more)


@transaction.atomic
def expire_codes(*, at: datetime, by: Actor | None = None) -> int:
    """Expire some thousand available codes whose last day is over; returns how many."""
    feed.sign(by or system("expiry"))
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRE, {"today": home_day(at), "limit": CODES_A_STEP})
        return cursor.rowcount

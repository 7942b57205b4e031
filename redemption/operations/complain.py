"""A member says that a code doesn't work. When many say it of one lot, nobody else is given a code of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from common.actors import Actor
from common.feed import sign
from common.ids import new_id
from common.pace import Rate, spend
from common.refusals import NotFound
from redemption.models import Complaint, Redemption
from redemption.queries.complaints import complaining_members, was_shown_to
from redemption.rules.complaining import NoCodeToComplainAbout, NoteHoldsCode, Threshold, Trouble, is_lot_to_freeze
from redemption.states import RedemptionState
from supply.operations import freeze_lot, is_code_written_in, lock_lot
from supply.queries import codes_shown
from supply.states import LotState

_A_DAY = timedelta(days=1)


def complain(*, redemption_id: UUID, member_id: UUID, trouble: Trouble, by: Actor, at: datetime) -> Complaint:
    """
    Keep that a code its member was shown does not work. The lot is frozen, in the same transaction, once enough members said so
    of enough of its codes since it was last released.

    Locks    the lot, then the redemption: whoever complains about a lot is counted one after the other.
    Replays  one complaint a redemption; a second one returns the first, unchanged, and costs nothing of the day's allowance.

    :raises NotFound: no such redemption of this member.
    :raises NoCodeToComplainAbout: it is no code, not delivered, or its member never looked at it.
    :raises NoteHoldsCode: the note holds the code, or another one of the same grant.
    :raises TooMany: the member said it of too many codes in a day.
    Source   docs/guides/claims.md
    """
    found = Redemption.objects.filter(id=redemption_id, member_id=member_id).values_list("grant_id", "code__lot_id").first()
    if found is None:
        raise NotFound
    grant_id, lot_id = found
    said = Complaint.objects.filter(redemption_id=redemption_id).first()
    if said is not None:
        return said
    if lot_id is None or not was_shown_to(redemption_id, member_id):
        raise NoCodeToComplainAbout
    if trouble.note and is_code_written_in(trouble.note, _codes_of(grant_id)):
        raise NoteHoldsCode
    spend(f"complaints:{member_id}", Rate(settings.COMPLAINTS_A_DAY, _A_DAY), at=at)
    return _write(redemption_id, lot_id, trouble, by=by, at=at)


@transaction.atomic
def _write(redemption_id: UUID, lot_id: UUID, trouble: Trouble, *, by: Actor, at: datetime) -> Complaint:
    lot = lock_lot(lot_id)
    redemption = Redemption.objects.select_for_update(no_key=True).get(id=redemption_id)
    said = Complaint.objects.filter(redemption=redemption).first()
    if said is not None:
        return said
    if redemption.state != RedemptionState.FULFILLED:
        raise NoCodeToComplainAbout
    sign(by)
    complaint = Complaint(
        id=new_id(),
        enterprise_id=redemption.enterprise_id,
        redemption=redemption,
        member_id=redemption.member_id,
        lot_id=lot_id,
        reason=trouble.reason,
        note=trouble.note,
        created_at=at,
    )
    complaint.save(force_insert=True)
    if lot.state == LotState.RELEASED:
        _freeze_if_many(lot, at)
    return complaint


def _freeze_if_many(lot: Any, at: datetime) -> None:
    # What was said before an operator released it was known to them: it freezes nothing again.
    members, shown = complaining_members(lot.id, since=lot.released_at), codes_shown(lot.id)
    threshold = Threshold(settings.COMPLAINTS_TO_FREEZE, settings.COMPLAINTS_TO_FREEZE_PERCENT)
    if is_lot_to_freeze(members=members, shown=shown, threshold=threshold):
        freeze_lot(lot.id, part="complaints", why=f"{members} members complained; {shown} codes were shown", at=at)


def _codes_of(grant_id: UUID) -> list[UUID]:
    return list(Redemption.objects.filter(grant_id=grant_id, code_id__isnull=False).values_list("code_id", flat=True))

"""Marking what was delivered as used, and taking that back: what nobody but its holder knows, said by them or for them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from benefits.operations import lock_grant, mark_unused, mark_used
from benefits.operations.grants.lock import LockedGrant
from benefits.operations.grants.use import SaidBy
from benefits.queries.specifics import event_begins_at
from common.actors import Actor
from common.feed import note, sign
from common.refusals import NotFound
from redemption.models import Redemption, Use
from redemption.rules.using import USABLE, Usage, UseUnknown, is_marked_already, refuse_unless_undoable, refuse_until_begun
from redemption.states import LIVE, RedemptionState
from supply.operations import say_used


@transaction.atomic
def mark_use(
    *, redemption_id: UUID, by: Actor, at: datetime, reason: str = "", member_id: UUID | None = None, number: int | None = None
) -> Redemption:
    """
    Mark one use. Its last use makes a redemption used; when everything of a grant is, so is the grant.

    ``member_id``  whose it has to be, when a member says it; without it staff do.
    ``number``     which use is meant, so that a second tap is not a second use; the next one when ``None``.
    Locks          the grant, then the redemption, then its code.
    Replays        a use that stands already is left as it is.

    :raises NotUsable, NotDelivered, UsedUp, NotYetBegun: see the rules; nothing is written.
    """
    grant, redemption = _locked(redemption_id, member_id)
    if is_marked_already(_usage(redemption), number):
        return redemption
    if redemption.kind == "event":
        refuse_until_begun(event_begins_at(redemption.benefit_id), at=at)
    sign(by, reason)
    redemption.used_count += 1
    redemption.used_at = at if redemption.used_count == redemption.uses else None
    _save(redemption)
    said_by: SaidBy = "member" if member_id is not None else "staff"
    Use.objects.create(
        enterprise_id=redemption.enterprise_id,
        redemption=redemption,
        number=redemption.used_count,
        said_by=said_by,
        actor=str(by),
        reason=reason,
        at=at,
    )
    note("redemption.used", subject=redemption, data={"number": redemption.used_count})
    settle_use(grant, at=at)
    return redemption


@transaction.atomic
def undo_use(
    *, redemption_id: UUID, by: Actor, at: datetime, reason: str = "", member_id: UUID | None = None, number: int | None = None
) -> Redemption:
    """
    Take the last use back. A member may for an hour, and only what they said themselves; staff may always.

    ``number``  which use is meant: one that was taken back already is not taken back twice.
    Locks       the grant, then the redemption, then its code.
    Replays     without a second effect, where a number is given.

    :raises UseUnknown: nothing is marked.
    :raises UndoTooLate: the member's hour is over, or staff said it.
    """
    grant, redemption = _locked(redemption_id, member_id)
    if number is not None and number > redemption.used_count:
        return redemption
    use = Use.objects.filter(redemption=redemption, number=redemption.used_count, undone_at=None).first()
    if use is None or redemption.state != RedemptionState.FULFILLED:
        raise UseUnknown
    refuse_unless_undoable(used_at=use.at, said_by=use.said_by, by_member=member_id is not None, at=at)
    sign(by, reason)
    use.undone_at, use.undone_by = at, str(by)
    use.save(update_fields=["undone_at", "undone_by"])
    redemption.used_count, redemption.used_at = redemption.used_count - 1, None
    _save(redemption)
    note("redemption.unused", subject=redemption, data={"number": use.number})
    mark_unused(grant.row)
    return redemption


def settle_use(grant: LockedGrant, *, at: datetime) -> None:
    """Make a delivered grant used once all of it that can be used is. The caller holds the grant's lock and has signed."""
    grant.row.refresh_from_db(fields=["state"])
    if grant.row.state != "fulfilled":
        return
    left = [row for row in Redemption.objects.filter(grant_id=grant.row.id, state__in=LIVE) if row.kind in USABLE]
    if left and all(row.used_at is not None for row in left):
        last = Use.objects.filter(redemption__in=left, undone_at=None).latest("at")
        mark_used(grant.row, said_by="member" if last.said_by == "member" else "staff", at=at)


def _locked(redemption_id: UUID, member_id: UUID | None) -> tuple[LockedGrant, Redemption]:
    mine = {} if member_id is None else {"member_id": member_id}
    found = Redemption.objects.filter(id=redemption_id, **mine).values_list("grant_id", flat=True).first()
    grant = lock_grant(found) if found else None
    if grant is None:
        raise NotFound
    return grant, Redemption.objects.select_for_update().get(id=redemption_id)


def _save(redemption: Redemption) -> None:
    redemption.save(update_fields=["used_count", "used_at"])
    if redemption.code_id is not None:
        say_used(redemption.code_id, used_at=redemption.used_at)


def _usage(redemption: Redemption) -> Usage:
    return Usage(redemption.kind, redemption.state == RedemptionState.FULFILLED, redemption.uses, redemption.used_count)

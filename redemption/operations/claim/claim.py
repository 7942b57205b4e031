"""The claim itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from benefits.operations import LockedGrant, lock_grant, mark_claimed, mark_claimed_and_fulfilled
from benefits.operations.grants.lock import Item, held_within
from common.actors import Actor
from common.failpoints import failpoint, failpoint_after_commit
from common.feed import sign
from common.refusals import NotFound, Refused
from common.witness import refuse_while_fenced
from redemption.models import Redemption
from redemption.operations.claim.deliver import Delivery, deliver
from redemption.operations.claim.seats import hold_seats
from redemption.operations.risk.hold import refuse_while_held
from redemption.rules.claiming import ClaimWindow, chosen_parts, refuse_over_limit, refuse_unless_claimable
from redemption.states import LIVE, RedemptionState

_TAKEN = ("claimed", "fulfilled", "used")
_APIECE = frozenset({"code", "coupon", "event"})


class AlreadyClaimed(Refused):
    code = "already_claimed"
    sentence = _("You have this one already.")


class GivenBefore(Refused):
    code = "given_before"
    sentence = _("Our records say that you have had this one. If you have not, please tell your benefits team.")
    exact = _(
        "Before the database was restored, this grant was claimed and its code shown or its order sent. Let it be claimed again if that is so."
    )


def claim_within(
    *, grant_id: UUID, member_id: UUID, by: Actor, at: datetime, account: str | None = None, choices: Sequence[str] = ()
) -> list[Redemption]:
    """
    Take one grant for its member and start the delivery of each of its items; all or nothing. The caller's transaction ends
    with a refusal; ``claim_grant`` is the same in one of its own.

    ``account``  where top-ups go; the bound account of the brand when None.
    ``choices``  benefit codes chosen from a bundle's optional parts.
    Locks    the grant, then a lock on (member, benefit) where the terms have a limit, the seats of its events, then one code an item.

    :raises NotFound: no such grant of this member.
    :raises Fenced: nothing is given out until somebody has settled what a restore forgot.
    :raises GivenBefore: it was claimed in a time that a restore forgot, and somebody has yet to decide.
    :raises AlreadyClaimed: it was claimed; ``redemption_ids`` in its facts.
    :raises GrantNotYetClaimable, GrantExpired, GrantRevoked, NotToday, LimitReached, ChoiceInvalid: see the rules.
    :raises AccountMissing, AccountInvalid: a top-up has nowhere to go.
    :raises ContactJustChanged: a top-up, and the member's phone or mail is new since the grant.
    :raises StockEmpty, NoSource, EventFull, EventOver: an item can't be delivered now; the grant stays claimable.
    Source   docs/guides/claims.md
    """
    refuse_while_fenced()
    grant = lock_grant(grant_id, member_id=member_id)
    if grant is None:
        raise NotFound
    failpoint("claim.after_lock", grant_id)
    before = _redemptions_of(grant)
    if grant.row.state in _TAKEN:
        raise AlreadyClaimed(redemption_ids=[r.id for r in before if r.state in LIVE])
    if grant.row.set_aside_at is not None:
        raise GivenBefore
    _decide(grant, at)
    items = _items_to_deliver(grant, before, choices)
    # A code can still be held back when it is asked for; what has landed in an account is gone.
    if by.kind == "member" and any(item.kind == "topup" for _number, item in items):
        refuse_while_held(member_id, granted_at=grant.row.created_at, at=at)
    sign(by)
    failpoint("claim.after_decision", grant_id)
    hold_seats(item.benefit_id for _number, item in items if item.kind == "event")
    made = [deliver(Delivery(grant.row, number, item, account), at=at) for number, item in items]
    failpoint("claim.after_delivery", grant_id)
    live = [r for r in before if r.state in LIVE] + made
    if all(r.state == RedemptionState.FULFILLED for r in live):
        mark_claimed_and_fulfilled(grant.row, at=at, is_alive=any(r.code_id is None for r in live))
    else:
        mark_claimed(grant.row, at=at)
    failpoint("claim.before_commit", grant_id)
    failpoint_after_commit("claim.after_commit", grant_id)
    return made


claim_grant = transaction.atomic(claim_within)


def _redemptions_of(grant: LockedGrant) -> list[Redemption]:
    """What earlier claims began. Each of them left its time on the grant: most grants come here without one."""
    if grant.row.claimed_at is None:
        return []
    return list(Redemption.objects.filter(grant_id=grant.row.id).order_by("item_no", "id"))


def _decide(grant: LockedGrant, at: datetime) -> None:
    row = grant.row
    refuse_unless_claimable(ClaimWindow(row.state, row.claimable_from, row.claimable_until, grant.weekdays, grant.time_zone), at=at)
    if grant.limit_per_member is None:
        return
    with connection.cursor() as cursor:  # Two grants of one member are claimed one after the other, so that both are counted.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"limit:{row.member_id}:{row.benefit_id}"])
    since = at - timedelta(days=grant.limit_period_days) if grant.limit_period_days else None
    held = held_within(row.member_id, row.benefit_id, since=since)
    refuse_over_limit(limit=grant.limit_per_member, held=held, asked=row.quantity)


def _items_to_deliver(grant: LockedGrant, before: list[Redemption], choices: Sequence[str]) -> list[tuple[int, Item]]:
    """Numbered items. After a failure only what was not delivered is done again, and a choice once made stands."""
    if before:
        choices = sorted({r.benefit.code for r in before} & {i.benefit_code for i in grant.items if i.is_optional})
    wanted = chosen_parts(
        fixed=[i.benefit_code for i in grant.items if not i.is_optional],
        optional=[i.benefit_code for i in grant.items if i.is_optional],
        choices=choices,
        choose_count=grant.choose_count,
    )
    pieces = [piece for item in grant.items if item.benefit_code in wanted for piece in _pieces(item)]
    done = {r.item_no for r in before if r.state in LIVE}
    return [(number, piece) for number, piece in enumerate(pieces, start=1) if number not in done]


def _pieces(item: Item) -> list[Item]:
    """A top-up of two months is one order; two codes, coupons or seats are two items, each with its own life."""
    if item.kind not in _APIECE:
        return [item]
    return [replace(item, quantity=1)] * item.quantity

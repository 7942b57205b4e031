"""The wallet: what is mine, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from benefits.queries.portal import WalletGrant, grants_for_member
from benefits.states import GrantState
from common.clock import day_of
from redemption.queries.faces import RedemptionFace, latest_items
from redemption.states import RedemptionState

Shown = Literal["later", "claimable", "moving", "unknown", "ready", "done", "used", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class WalletItem:
    """One grant as its member sees it: with what was claimed of it, and the state in which it is shown."""

    grant: WalletGrant
    redemptions: Sequence[RedemptionFace]
    shown: Shown

    @property
    def usable(self) -> list[RedemptionFace]:
        return [r for r in self.redemptions if r.has_code]

    @property
    def first_expiry(self) -> RedemptionFace | None:
        return min((r for r in self.usable if r.expires_on), key=lambda r: (r.expires_on, r.item_no), default=None)

    @property
    def link_to(self) -> RedemptionFace | None:
        """The one redemption behind the item; none where there are several, or not yet one."""
        is_single = len(self.redemptions) == 1 and self.shown not in {"claimable", "later", "expired", "revoked"}
        return self.redemptions[0] if is_single else None


@dataclass(frozen=True, slots=True)
class Wallet:
    """Everything of one member, each in one group, most urgent first. ``next`` is the one thing to do, and stands in its group too."""

    next: WalletItem | None
    claimable: list[WalletItem]
    moving: list[WalletItem]
    ready: list[WalletItem]
    later: list[WalletItem]
    past: list[WalletItem]

    @property
    def is_empty(self) -> bool:
        return not (self.claimable or self.moving or self.ready or self.later or self.past)


def wallet_of(member_id: UUID, *, zone: str, at: datetime) -> Wallet:
    """The member's wallet at a moment. Two queries, however much there is. ``zone`` decides when a day has passed."""
    grants = grants_for_member(member_id, at)
    started = [g.id for g in grants if g.state in {GrantState.CLAIMED, GrantState.FULFILLED, GrantState.USED}]
    redemptions = latest_items(started, member_id) if started else {}
    items = [item_of(grant, redemptions.get(grant.id, []), zone=zone, at=at) for grant in grants]
    claimable = sorted((i for i in items if i.shown == "claimable"), key=lambda i: i.grant.claimable_until)
    moving = [i for i in items if i.shown in {"moving", "unknown"}]
    ready = sorted((i for i in items if i.shown == "ready"), key=_by_code_expiry)
    return Wallet(
        next=next(iter([*claimable[:1], *ready[:1], *moving[:1]]), None),
        claimable=claimable,
        moving=moving,
        ready=ready,
        later=sorted((i for i in items if i.shown == "later"), key=lambda i: i.grant.claimable_from),
        past=[i for i in items if i.shown in {"done", "used", "expired", "revoked"}],
    )


def item_of(grant: WalletGrant, redemptions: Sequence[RedemptionFace], *, zone: str, at: datetime) -> WalletItem:
    """One grant with its redemptions as one item of the wallet."""
    return WalletItem(grant, redemptions, _shown(grant, redemptions, zone=zone, at=at))


def _shown(grant: WalletGrant, redemptions: Sequence[RedemptionFace], *, zone: str, at: datetime) -> Shown:
    match grant.state:
        case GrantState.SCHEDULED | GrantState.CLAIMABLE:
            return _unclaimed(grant, at)
        case GrantState.CLAIMED | GrantState.FULFILLED:
            return _claimed(redemptions, zone=zone, at=at)
        case GrantState.USED:
            return "used"
        case GrantState.EXPIRED:
            return "expired"
    return "revoked"


def _unclaimed(grant: WalletGrant, at: datetime) -> Shown:
    # The sweeper moves the state within seconds; the member reads the truth of the clock meanwhile.
    if at >= grant.claimable_until:
        return "expired"
    return "later" if at < grant.claimable_from else "claimable"


def _claimed(redemptions: Sequence[RedemptionFace], *, zone: str, at: datetime) -> Shown:
    states = {r.state for r in redemptions}
    if RedemptionState.UNKNOWN in states:
        return "unknown"
    if not states or any(r.is_open for r in redemptions):
        return "moving"
    codes = [r for r in redemptions if r.has_code]
    if not codes:
        return "done"
    today = day_of(at, zone)
    return "expired" if all(r.expires_on and r.expires_on < today for r in codes) else "ready"


def _by_code_expiry(item: WalletItem) -> tuple[bool, str, str]:
    first = item.first_expiry
    return (first is None, first.expires_on.isoformat() if first and first.expires_on else "", str(item.grant.id))

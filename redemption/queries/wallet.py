"""The wallet: what is mine, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from benefits.queries.portal import WalletGrant, grants_for_member
from benefits.states import GrantState
from redemption.queries.faces import RedemptionFace, latest_items
from redemption.rules.claiming import opens_at
from redemption.states import RedemptionState

Shown = Literal["later", "claimable", "moving", "unknown", "ready", "done", "used", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class WalletItem:
    """
    One grant as its member sees it: with what was claimed of it, and the state in which it is shown.

    ``opens_at`` is when it can be claimed: its beginning, or the next day that its terms allow.
    """

    grant: WalletGrant
    redemptions: Sequence[RedemptionFace]
    shown: Shown
    opens_at: datetime

    @property
    def is_retry(self) -> bool:
        """Some of it failed before, and may be claimed again."""
        return self.shown == "claimable" and bool(self.redemptions)

    @property
    def usable(self) -> list[RedemptionFace]:
        return [r for r in self.redemptions if r.is_usable and r.used_at is None]

    @property
    def first_expiry(self) -> RedemptionFace | None:
        return min((r for r in self.usable if r.last_use), key=_by_last_use, default=None)

    @property
    def link_to(self) -> RedemptionFace | None:
        """The one redemption behind the item; none where there are several, or not yet one."""
        is_single = len(self.redemptions) == 1 and self.shown not in {"claimable", "later", "expired", "revoked"}
        return self.redemptions[0] if is_single else None


@dataclass(frozen=True, slots=True)
class Wallet:
    """Everything of one member, each thing once, most urgent first. ``next`` is the one to do now; it stands in no group."""

    next: WalletItem | None
    claimable: list[WalletItem]
    moving: list[WalletItem]
    ready: list[WalletItem]
    later: list[WalletItem]
    past: list[WalletItem]

    @property
    def past_lately(self) -> list[WalletItem]:
        """The first few of what is over; the history has the rest."""
        return self.past[:5]

    @property
    def items(self) -> list[WalletItem]:
        groups = [self.claimable, self.moving, self.ready, self.later, self.past]
        return [*([self.next] if self.next else []), *(item for group in groups for item in group)]

    @property
    def is_empty(self) -> bool:
        return not self.items


def wallet_of(member_id: UUID, *, zone: str, at: datetime) -> Wallet:
    """The member's wallet at a moment. Three queries, however much there is. ``zone`` decides when a day has passed."""
    grants = grants_for_member(member_id, at)
    items = items_of(grants, member_id, zone=zone, at=at)
    claimable = sorted((i for i in items if i.shown == "claimable"), key=lambda i: i.grant.claimable_until)
    moving = [i for i in items if i.shown in {"moving", "unknown"}]
    ready = sorted((i for i in items if i.shown == "ready"), key=_by_code_expiry)
    first = next(iter([*claimable, *moving, *ready]), None)
    return Wallet(
        next=first,
        claimable=_without(first, claimable),
        moving=_without(first, moving),
        ready=_without(first, ready),
        later=sorted((i for i in items if i.shown == "later"), key=lambda i: i.opens_at),
        past=[i for i in items if i.shown in {"done", "used", "expired", "revoked"}],
    )


def _without(first: WalletItem | None, items: list[WalletItem]) -> list[WalletItem]:
    return [item for item in items if item is not first]


def items_of(grants: Sequence[WalletGrant], member_id: UUID, *, zone: str, at: datetime) -> list[WalletItem]:
    """Grants as items of the wallet. One query."""
    redemptions = latest_items([grant.id for grant in grants], member_id) if grants else {}
    return [item_of(grant, redemptions.get(grant.id, []), zone=zone, at=at) for grant in grants]


def item_of(grant: WalletGrant, redemptions: Sequence[RedemptionFace], *, zone: str, at: datetime) -> WalletItem:
    """One grant with its redemptions as one item of the wallet."""
    opening = opens_at(grant.claimable_from, weekdays=grant.weekdays, time_zone=zone, at=at)
    return WalletItem(grant, redemptions, _shown(grant, redemptions, opening, zone=zone, at=at), opening)


def _shown(grant: WalletGrant, redemptions: Sequence[RedemptionFace], opening: datetime, *, zone: str, at: datetime) -> Shown:
    match grant.state:
        case GrantState.SCHEDULED | GrantState.CLAIMABLE:
            return _unclaimed(grant, opening, at)
        case GrantState.CLAIMED | GrantState.FULFILLED:
            return _claimed(redemptions, zone=zone, at=at)
        case GrantState.USED:
            return "used"
        case GrantState.EXPIRED:
            return "expired"
    return "revoked"


def _unclaimed(grant: WalletGrant, opening: datetime, at: datetime) -> Shown:
    # The sweeper moves the state within seconds; the member reads the truth of the clock meanwhile.
    if at >= grant.claimable_until:
        return "expired"
    return "later" if at < opening else "claimable"


def _claimed(redemptions: Sequence[RedemptionFace], *, zone: str, at: datetime) -> Shown:
    states = {r.state for r in redemptions}
    if RedemptionState.UNKNOWN in states:
        return "unknown"
    if not states or any(r.is_open for r in redemptions):
        return "moving"
    usable = [r for r in redemptions if r.is_usable]
    if not usable:
        return "done"
    left = [r for r in usable if r.used_at is None]
    if not left:
        return "used"
    return "expired" if all(r.is_over(zone=zone, at=at) for r in left) else "ready"


def _by_last_use(face: RedemptionFace) -> tuple[str, int]:
    return (face.last_use.isoformat()[:10] if face.last_use else "", face.item_no)


def _by_code_expiry(item: WalletItem) -> tuple[bool, str, str]:
    first = item.first_expiry
    return (first is None, first.last_use.isoformat()[:10] if first and first.last_use else "", str(item.grant.id))

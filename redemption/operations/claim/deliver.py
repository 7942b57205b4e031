"""Delivering one item of a grant: a code now, a top-up soon, what is our own at once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from benefits.operations.grants.lock import Item
from common.failpoints import failpoint
from common.ids import new_id
from common.sealed import mask_account
from common.sql import insert
from common.witness import bear_witness_after_commit
from redemption.models import Redemption
from redemption.operations.claim.accounts import account_of_item, as_suppliers_write
from redemption.operations.claim.give import give
from redemption.rules.using import USABLE
from redemption.rules.validity import end_of_use, warning_due
from redemption.states import RedemptionState
from supply.operations import CodeWanted, NoSource, TopUpOrder, create_topup, take_code

if TYPE_CHECKING:
    from benefits.models import Grant


@dataclass(frozen=True, slots=True)
class Delivery:
    """One item of a locked grant. ``account`` is what the claim named, if anything."""

    grant: "Grant"
    item_no: int
    item: Item
    account: str | None = None
    replaces_id: UUID | None = None


def deliver(delivery: Delivery, *, at: datetime) -> Redemption:
    """
    Write the redemption of one item, with its code taken or its top-up ordered. The caller holds the grant's lock.

    :raises StockEmpty, NoSource, AccountMissing, AccountInvalid, EventFull, EventOver: nothing of this item is written.
    """
    grant, item = delivery.grant, delivery.item
    redemption = Redemption(
        id=new_id(),
        enterprise_id=grant.enterprise_id,
        member_id=grant.member_id,
        grant_id=grant.id,
        item_no=delivery.item_no,
        benefit_id=item.benefit_id,
        kind=item.kind,
        quantity=item.quantity,
        replaces_id=delivery.replaces_id,
        created_at=at,
    )
    expires_on = None
    if item.kind == "code":
        expires_on = _take(redemption, item, at)
    elif item.kind == "topup":
        _order(redemption, delivery, at)
    else:
        if item.kind == "coupon" and item.product_id is not None:
            expires_on = _take(redemption, item, at)
        give(redemption, grant, item, at=at)
    if redemption.fulfilled_at is not None and item.kind in USABLE:
        redemption.warn_at = _warning(redemption, grant, expires_on, at)
    insert(redemption)
    if redemption.code_id or redemption.topup_id:
        # It only explains the lines of supply, which knows no grants.
        bear_witness_after_commit("redeemed", redemption.id, at=at, grant=str(grant.id))
    return redemption


def _warning(redemption: Redemption, grant: "Grant", expires_on: date | None, at: datetime) -> datetime | None:
    ends_at = end_of_use(usable_until=redemption.usable_until, expires_on=expires_on, zone=grant.enterprise.time_zone)
    return warning_due(ends_at=ends_at, delivered_at=at, warn_days=grant.terms.warn_days)


def _take(redemption: Redemption, item: Item, at: datetime) -> date | None:
    """Take a code; returns the last day on which it works."""
    if item.product_id is None:
        raise NoSource(sku=item.benefit_code)
    wanted = CodeWanted(
        purpose_id=redemption.id,
        enterprise_id=redemption.enterprise_id,
        member_id=redemption.member_id,
        product_id=item.product_id,
        sku=item.sku,
        minimum_days_left=item.minimum_days_left,
    )
    code = take_code(wanted, at=at)
    redemption.code_id = code.id
    failpoint("claim.after_code", redemption.grant_id)
    redemption.state, redemption.fulfilled_at = RedemptionState.FULFILLED, at
    return code.expires_on


def _order(redemption: Redemption, delivery: Delivery, at: datetime) -> None:
    if delivery.item.product_id is None:
        raise NoSource(sku=delivery.item.benefit_code)
    account = account_of_item(delivery.item, member_id=redemption.member_id, given=delivery.account)
    order = TopUpOrder(
        purpose_id=redemption.id,
        enterprise_id=redemption.enterprise_id,
        member_id=redemption.member_id,
        product_id=delivery.item.product_id,
        account=as_suppliers_write(account),
        quantity=redemption.quantity,
    )
    redemption.account_masked = mask_account(account)
    redemption.topup_id = create_topup(order, at=at).id
    failpoint("claim.after_topup", redemption.grant_id)

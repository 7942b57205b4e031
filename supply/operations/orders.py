"""Purchase orders: raised, placed, cancelled. What arrives against them is in ``operations.intake``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.refusals import NotFound, Refused
from supply.models import Lot, OrderLine, PurchaseOrder, Supplier
from supply.operations.numbering import next_number
from supply.queries.offers import standing_of
from supply.rules.buying import refuse_unless_buyable
from supply.rules.days import home_day
from supply.states import LotState, OrderState


class OrderEmpty(Refused):
    code = "order_empty"
    sentence = _("The order has no line. Add what is to be bought.")


class OrderCannotMove(Refused):
    code = "order_cannot_move"
    sentence = _("The order %(number)s is “%(state)s”; this can't be done with it now.")


class OrderHasLots(Refused):
    code = "order_has_lots"
    sentence = _("Codes have come in for the order %(number)s. Recall or discard those lots first.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of an order: so many pieces, at a cost a piece in minor units."""

    product_id: UUID
    quantity: int
    cost_minor: int
    currency: str = "CNY"


@transaction.atomic
def raise_order(*, supplier_id: UUID, lines: Sequence[Wanted], by: Actor, at: datetime, note: str = "") -> PurchaseOrder:
    """
    Draft an order to one supplier.

    :raises NotFound: there is no such supplier.
    :raises OrderEmpty: nothing is wanted.
    :raises SupplierSuspended: or ``OutOfContract``: nothing is bought from it now.
    """
    supplier = Supplier.objects.filter(id=supplier_id).first()
    if supplier is None:
        raise NotFound
    if not lines:
        raise OrderEmpty
    _refuse_unless_buyable(supplier, at)
    feed.sign(by)
    order = PurchaseOrder.objects.create(supplier=supplier, number=next_number(PurchaseOrder, "PO", at=at), note=note)
    OrderLine.objects.bulk_create(
        OrderLine(order=order, product_id=w.product_id, quantity=w.quantity, cost_minor=w.cost_minor, currency=w.currency) for w in lines
    )
    return order


@transaction.atomic
def place_order(*, order_id: UUID, by: Actor, at: datetime, reason: str = "") -> PurchaseOrder:
    """
    Send a drafted order to its supplier: from now on codes may come in for it.

    Locks    the order.
    Replays  an order that was placed already is returned as it is.

    :raises OrderCannotMove: it was received or cancelled.
    :raises OrderEmpty: it has no line.
    :raises SupplierSuspended: or ``OutOfContract``: nothing is bought from the supplier now.
    """
    order = _locked(order_id)
    if order.state == OrderState.ORDERED:
        return order
    _refuse_unless(order, {OrderState.DRAFT})
    if not order.lines.exists():
        raise OrderEmpty
    _refuse_unless_buyable(order.supplier, at)
    feed.sign(by, reason)
    order.state, order.ordered_at = OrderState.ORDERED, at
    order.save(update_fields=["state", "ordered_at"])
    return order


@transaction.atomic
def cancel_order(*, order_id: UUID, by: Actor, at: datetime, reason: str = "") -> PurchaseOrder:
    """
    Call an order off before anything came in for it.

    Locks    the order, which those who bring files lock too.
    Replays  a cancelled order is returned as it is.

    :raises OrderCannotMove: it was received in full.
    :raises OrderHasLots: some of it has come in.
    """
    order = _locked(order_id)
    if order.state == OrderState.CANCELLED:
        return order
    _refuse_unless(order, {OrderState.DRAFT, OrderState.ORDERED})
    if Lot.objects.filter(order_line__order=order).exclude(state__in=[LotState.DISCARDED, LotState.RECALLED]).exists():
        raise OrderHasLots(number=order.number)
    feed.sign(by, reason)
    order.state = OrderState.CANCELLED
    order.save(update_fields=["state"])
    return order


def _locked(order_id: UUID) -> PurchaseOrder:
    order = PurchaseOrder.objects.select_for_update(of=("self",)).select_related("supplier").filter(id=order_id).first()
    if order is None:
        raise NotFound
    return order


def _refuse_unless(order: PurchaseOrder, states: set[OrderState]) -> None:
    if order.state not in states:
        raise OrderCannotMove(number=order.number, state=order.get_state_display())


def _refuse_unless_buyable(supplier: Supplier, at: datetime) -> None:
    refuse_unless_buyable(standing_of(supplier), today=home_day(at))

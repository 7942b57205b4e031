"""Ordering an order line's codes over its supplier's API: the same attempts, queries and known ends as a top-up has."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.jobs import ring
from common.refusals import Refused
from supply.models import OrderLine, PurchaseOrder, TopUp
from supply.operations.candidates import candidate_of
from supply.operations.intake.receive import order_line_to_fill
from supply.operations.intake.refusals import OrderNotPlaced
from supply.operations.topups.create import NoSource
from supply.queries.offers import standing_of
from supply.rules.buying import refuse_unless_buyable
from supply.rules.days import home_day
from supply.rules.sourcing import choose_source
from supply.states import OrderState, SourceReason, TopUpState


class LineOrdered(Refused):
    code = "line_ordered"
    sentence = _("This line was ordered from the supplier already. See its order, %(reference)s.")


@transaction.atomic
def order_codes(*, order_line_id: UUID, by: Actor, at: datetime) -> TopUp:
    """
    Order all codes of a placed line from its supplier. They come in as an intake, to be looked at and committed like a file.

    A reference buys once; an unknown result is queried, never ordered again.

    Locks    the purchase order.

    :raises OrderNotPlaced: the order does not wait for codes.
    :raises SupplierSuspended: or ``OutOfContract``: nothing is bought from it now.
    :raises NoSource: the supplier has no connector, or no offer for the product that may be used today for so many.
    :raises LineOrdered: the line's order is under way, or has succeeded.
    """
    line = order_line_to_fill(order_line_id)
    order = PurchaseOrder.objects.select_for_update(of=("self",)).select_related("supplier").get(id=line.order_id)
    if order.state != OrderState.ORDERED:
        raise OrderNotPlaced(number=order.number)
    refuse_unless_buyable(standing_of(order.supplier), today=home_day(at))
    earlier = list(TopUp.objects.filter(purpose_id=line.id))
    for topup in earlier:
        if topup.state != TopUpState.FAILED:
            raise LineOrdered(reference=topup.reference)
    feed.sign(by)
    topup = _written(line, order, number=len(earlier) + 1, at=at)
    ring("supply.submit_topup", topup.id)
    return topup


def _written(line: OrderLine, order: PurchaseOrder, *, number: int, at: datetime) -> TopUp:
    offers = {offer.id: offer for offer in line.product.offers.filter(supplier=order.supplier).select_related("supplier")}
    today = home_day(at)
    choice = choose_source([candidate_of(o, today=today) for o in offers.values()], quantity=line.quantity, today=today)
    if choice is None:
        raise NoSource(sku=line.product.sku)
    return TopUp.objects.create(
        purpose_id=line.id,
        product_id=line.product_id,
        offer=offers[choice.offer_id],
        supplier=order.supplier,
        reference=f"QY{line.id.hex}-{number}",
        account="",
        account_masked="",
        quantity=line.quantity,
        max_cost_minor=line.cost_minor * line.quantity,
        currency=line.currency,
        source_reason=SourceReason.ORDER,
        source_facts={**choice.facts, "currency": offers[choice.offer_id].currency, "order": order.number},
        created_at=at,
    )

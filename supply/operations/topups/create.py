"""Writing down a top-up, before anything is sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.jobs import ring
from common.refusals import Refused
from common.scope import PLATFORM, within
from common.sealed import mask_account
from common.witness import refuse_while_fenced
from supply.models import Offer, Product, TopUp
from supply.operations.candidates import candidate_of
from supply.rules.days import home_day
from supply.rules.sourcing import Choice, choose_source


class NoSource(Refused):
    code = "no_source"
    sentence = _("This can't be delivered right now. It stays yours; please try again later.")
    exact = _("No supplier with an active offer, a running contract and a connector can deliver %(sku)s.")


@dataclass(frozen=True, slots=True)
class TopUpOrder:
    """What is wanted: ``quantity`` pieces of a product into ``account``, for one redemption."""

    purpose_id: UUID
    enterprise_id: UUID
    member_id: UUID
    product_id: UUID
    account: str
    quantity: int


@within(PLATFORM)  # What a supplier asks for it is nothing for the enterprise whose member claims.
@transaction.atomic
def create_topup(order: TopUpOrder, *, at: datetime) -> TopUp:
    """
    Write a top-up with the source chosen and its reference fixed, and ring for it to be sent after the commit.

    The caller holds the redemption's lock; the schema allows one live top-up a redemption.

    :raises Fenced: it may have been bought before, in a time that the tables have forgotten.
    :raises NoSource: no offer can be ordered from; nothing is written.
    """
    refuse_while_fenced()
    product = Product.objects.get(id=order.product_id)
    offers = {o.id: o for o in product.offers.select_related("supplier")}
    choice = choose_source([candidate_of(o, today=home_day(at)) for o in offers.values()], quantity=order.quantity, today=home_day(at))
    if choice is None:
        raise NoSource(sku=product.sku)
    topup = _written(order, offer=offers[choice.offer_id], choice=choice, at=at)
    ring("supply.submit_topup", topup.id)
    return topup


def _written(order: TopUpOrder, *, offer: Offer, choice: Choice, at: datetime) -> TopUp:
    earlier = TopUp.objects.filter(purpose_id=order.purpose_id).count()
    cost = offer.max_cost_minor if offer.max_cost_minor is not None else offer.cost_minor
    return TopUp.objects.create(
        purpose_id=order.purpose_id,
        enterprise_id=order.enterprise_id,
        member_id=order.member_id,
        product_id=order.product_id,
        offer=offer,
        supplier_id=offer.supplier_id,
        reference=f"QY{order.purpose_id.hex}-{earlier + 1}",
        account=order.account,
        account_masked=mask_account(order.account),
        quantity=order.quantity,
        max_cost_minor=cost * order.quantity,
        currency=offer.currency,
        source_reason=choice.reason,
        source_facts={**choice.facts, "currency": offer.currency},
        created_at=at,
    )

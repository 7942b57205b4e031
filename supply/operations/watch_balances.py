"""Asking suppliers what is left of our prepayment, and comparing it with what we ordered: a stolen key spends without an order of ours."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from common import clock, feed
from common.actors import Actor, system
from common.money import format_minor
from common.refusals import NotFound
from supply.connectors.base import Balance, SupplierUnavailable
from supply.models import Credential, Supplier, TopUp
from supply.operations.topups.line import CredentialOfElsewhere, connector_of
from supply.rules.balances import ASK_AGAIN_AFTER, NEAR, unexplained
from supply.states import SupplierState, TopUpState

_BY = "balance"
_OPEN = (TopUpState.SUBMITTING, TopUpState.PROCESSING, TopUpState.UNKNOWN)
_SAID = ("balance_minor", "balance_currency", "balance_seen_at", "balance_is_low", "balance_unexplained_minor")


def claim_asking_balances(*, at: datetime) -> list[UUID]:
    """Which suppliers are to be asked now; each is named to one caller."""
    rested = Q(balance_asked_at=None) | Q(balance_asked_at__lte=at - ASK_AGAIN_AFTER)
    reached = (
        Supplier.objects.filter(rested, state=SupplierState.ACTIVE, credentials__is_active=True).exclude(connector="").exclude(base_url="")
    )
    keys = list(reached.values_list("id", flat=True).distinct())
    return [key for key in keys if Supplier.objects.filter(rested, id=key).update(balance_asked_at=at)]


def ask_balance(supplier_id: UUID) -> bool:
    """
    Ask one supplier for our balance, outside of any transaction, and compare; whether it answered.

    A supplier that does not answer leaves things as they are.
    """
    supplier = Supplier.objects.get(id=supplier_id)
    try:
        told = connector_of(supplier).balance()
    except (SupplierUnavailable, Credential.DoesNotExist, CredentialOfElsewhere):
        return False
    _compare(supplier_id, told, at=clock.now())
    return True


@transaction.atomic
def explain_balance(*, supplier_id: UUID, by: Actor, at: datetime, reason: str) -> Supplier:
    """
    Write down why money went from our balance without an order of ours; the reason says what the supplier said.

    Locks    the supplier.
    """
    supplier = Supplier.objects.select_for_update().filter(id=supplier_id).first()
    if supplier is None:
        raise NotFound
    feed.sign(by, reason)
    feed.note("supplier.balance_explained", subject=supplier, data={"amount": _shown(supplier, supplier.balance_unexplained_minor)})
    supplier.balance_unexplained_minor = 0
    supplier.save(update_fields=["balance_unexplained_minor"])
    return supplier


@transaction.atomic
def _compare(supplier_id: UUID, told: Balance, *, at: datetime) -> None:
    supplier = Supplier.objects.select_for_update().get(id=supplier_id)
    feed.sign(system(_BY))
    gone = _gone(supplier, told)
    supplier.balance_minor, supplier.balance_currency, supplier.balance_seen_at = told.balance_minor, told.currency, at
    if gone:
        supplier.balance_unexplained_minor += gone
        feed.note("supplier.balance_unexplained", subject=supplier, data={"amount": _shown(supplier, gone)})
    is_low = supplier.low_balance_minor is not None and told.balance_minor < supplier.low_balance_minor
    if is_low != supplier.balance_is_low:
        supplier.balance_is_low = is_low
        word = "low" if is_low else "back"
        feed.note(f"supplier.balance_{word}", subject=supplier, data={"amount": _shown(supplier, told.balance_minor)})
    supplier.save(update_fields=_SAID)


def _gone(supplier: Supplier, told: Balance) -> int:
    if supplier.balance_minor is None or supplier.balance_seen_at is None or supplier.balance_currency != told.currency:
        return 0
    since = supplier.balance_seen_at - NEAR
    recent = Q(submitted_at__gt=since) | Q(finished_at__gt=since) | Q(state__in=_OPEN)
    ordered = TopUp.objects.filter(recent, supplier=supplier, currency=told.currency)
    at_most = ordered.aggregate(sum=Sum(Coalesce("cost_minor", "max_cost_minor")))["sum"] or 0
    return unexplained(before=supplier.balance_minor, now=told.balance_minor, ordered_at_most=at_most)


def _shown(supplier: Supplier, amount_minor: int) -> str:
    return format_minor(amount_minor, supplier.balance_currency or "CNY")

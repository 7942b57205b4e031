"""Watching reorder levels: an alert when stock falls below, gone when it returns; and asking suppliers what they have."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from common import clock, feed
from common.actors import system
from supply.connectors.base import SupplierProduct, SupplierUnavailable
from supply.models import Credential, Offer, Product, StockAlert, Supplier
from supply.operations.topups.line import connector_of
from supply.queries.levels import StockLevel, stock_levels, suppliers_to_ask
from supply.rules.stock import ASK_AGAIN_AFTER

_BY = "stock"


@transaction.atomic
def watch_stock(*, at: datetime) -> tuple[int, int]:
    """
    Raise and clear the alerts of all products with a reorder level; returns how many of each.

    Locks    the products whose alert changes.
    Replays  as often as anyone likes: one alert a crossing.
    """
    low = {line.product_id: line for line in stock_levels(at=at) if line.is_low}
    standing = set(StockAlert.objects.filter(cleared_at=None).values_list("product_id", flat=True))
    fallen, back = [low[key] for key in low.keys() - standing], standing - low.keys()
    if fallen or back:
        feed.sign(system(_BY))
        list(Product.objects.select_for_update().filter(id__in=[*(line.product_id for line in fallen), *back]).order_by("id"))
    return sum(_raise(line, at) for line in fallen), sum(_clear(product_id, at) for product_id in back)


def claim_asking(*, at: datetime) -> list[UUID]:
    """Which suppliers are to be asked now; each is named to one caller."""
    rested = Q(stock_asked_at=None) | Q(stock_asked_at__lte=at - ASK_AGAIN_AFTER)
    return [key for key in suppliers_to_ask(at=at) if Supplier.objects.filter(rested, id=key).update(stock_asked_at=at)]


def ask_upstream_stock(supplier_id: UUID) -> int:
    """
    Ask one supplier what it has, outside of any transaction, and keep it with its offers; returns how many it told of.

    A supplier that does not answer leaves things as they are: what it said before is believed until it is too old.
    """
    supplier = Supplier.objects.get(id=supplier_id)
    try:
        wares = connector_of(supplier).products()
    except (SupplierUnavailable, Credential.DoesNotExist):
        return 0
    return _kept(supplier, wares, clock.now())


@transaction.atomic
def _kept(supplier: Supplier, wares: Iterable[SupplierProduct], at: datetime) -> int:
    told = {ware.sku: _stock_of(ware) for ware in wares}
    offers = list(Offer.objects.select_for_update().filter(supplier=supplier, supplier_sku__in=told).order_by("id"))
    for offer in offers:
        Offer.objects.filter(id=offer.id).update(upstream_stock=told[offer.supplier_sku], upstream_seen_at=at)
    return sum(told[offer.supplier_sku] is not None for offer in offers)


def _stock_of(ware: SupplierProduct) -> int | None:
    return ware.stock if ware.available else 0


def _raise(line: StockLevel, at: datetime) -> int:
    fresh = {"level": line.level, "on_hand": line.on_hand, "upstream": line.upstream, "raised_at": at}
    _alert, is_new = StockAlert.objects.get_or_create(product_id=line.product_id, cleared_at=None, defaults=fresh)
    if is_new:
        feed.note("product.stock_low", subject=("product", line.product_id), data={"level": line.level, "on_hand": line.on_hand})
    return int(is_new)


def _clear(product_id: UUID, at: datetime) -> int:
    cleared = StockAlert.objects.filter(product_id=product_id, cleared_at=None).update(cleared_at=at)
    if cleared:
        feed.note("product.stock_back", subject=("product", product_id))
    return cleared

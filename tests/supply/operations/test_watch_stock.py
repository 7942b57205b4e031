"""Reorder levels: one alert a crossing, gone when stock returns; what suppliers say that they have counts too."""

from datetime import timedelta

import pytest

from common.feed.models import Event
from supply.models import Code, Credential, Lot, Offer, Product, StockAlert
from supply.operations.watch_stock import ask_upstream_stock, claim_asking, watch_stock
from supply.queries.levels import stock_levels
from supply.sandbox.server import start
from supply.sandbox.settings import SandboxSettings
from tests.factories import NOW, make_offer, make_product, make_supplier
from tests.redemption.operations.claiming import stock_of

pytestmark = pytest.mark.django_db


def watched(level: int = 5, *, stock: int = 0, kind: str = "code") -> Product:
    product = make_product(kind, reorder_level=level)
    if stock:
        stock_of(product, stock)
    return product


def alerts(product: Product) -> list[bool]:
    """Whether each alert of the product was cleared, the oldest first."""
    return [alert.cleared_at is not None for alert in StockAlert.objects.filter(product=product).order_by("raised_at", "id")]


def test_one_crossing_is_one_alert_however_often_it_is_looked_at() -> None:
    product = watched(5, stock=4)
    assert [watch_stock(at=NOW), watch_stock(at=NOW), watch_stock(at=NOW + timedelta(days=1))] == [(1, 0), (0, 0), (0, 0)]
    alert = StockAlert.objects.get(product=product)
    assert (alert.level, alert.on_hand, alert.upstream, alert.cleared_at) == (5, 4, None, None)


def test_an_alert_is_cleared_when_stock_returns_and_raised_anew_at_the_next_crossing() -> None:
    product = watched(5, stock=4)
    watch_stock(at=NOW)
    lot = stock_of(product, 1)
    assert watch_stock(at=NOW + timedelta(hours=1)) == (0, 1)
    Lot.objects.filter(id=lot.id).update(state="quarantined")
    watch_stock(at=NOW + timedelta(hours=2))
    assert alerts(product) == [True, False]


def test_what_can_not_be_given_out_is_not_counted() -> None:
    product = watched(2, stock=1)
    stock_of(product, 5, expires_on=NOW.date() + timedelta(days=product.minimum_days_left - 1))
    (line,) = stock_levels(at=NOW)
    assert (line.on_hand, line.is_low) == (1, True)


def test_both_ends_of_an_alert_stand_in_the_products_story() -> None:
    product = watched(1)
    watch_stock(at=NOW)
    stock_of(product, 1)
    watch_stock(at=NOW)
    kinds = Event.objects.filter(subject_id=product.id, kind__startswith="product.stock").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["product.stock_low", "product.stock_back"]


def test_a_level_that_is_taken_away_clears_its_alert() -> None:
    product = watched(5)
    watch_stock(at=NOW)
    Product.objects.filter(id=product.id).update(reorder_level=None)
    assert (watch_stock(at=NOW), alerts(product)) == ((0, 1), [True])


def test_upstream_stock_counts_as_long_as_it_is_fresh() -> None:
    product = watched(5, stock=2)
    make_offer(product, upstream_stock=3, upstream_seen_at=NOW - timedelta(minutes=30))
    assert watch_stock(at=NOW) == (0, 0)
    assert watch_stock(at=NOW + timedelta(hours=1)) == (1, 0)


@pytest.mark.parametrize(("said", "is_low"), [(None, False), (0, True), (4, True), (5, False)])
def test_a_top_up_is_judged_by_what_its_supplier_says_alone(said: int | None, is_low: bool) -> None:
    make_offer(watched(5, kind="topup"), upstream_stock=said, upstream_seen_at=NOW)
    assert [line.is_low for line in stock_levels(at=NOW)] == [is_low]


def test_a_supplier_of_a_watched_product_is_asked_once_in_ten_minutes() -> None:
    supplier = make_supplier(connector="quanyi-http", base_url="https://supplier.test")
    make_offer(watched(), supplier)
    make_offer(make_product(), make_supplier(connector="quanyi-http", base_url="https://other.test"))
    assert [claim_asking(at=NOW), claim_asking(at=NOW), claim_asking(at=NOW + timedelta(minutes=10))] == [[supplier.id], [], [supplier.id]]


@pytest.mark.django_db(transaction=True)
def test_what_a_supplier_tells_is_kept_with_its_offers_and_silence_as_silence() -> None:
    with start(settings=SandboxSettings()) as sandbox:
        supplier = make_supplier(connector="quanyi-http", base_url=sandbox.base_url)
        settings = sandbox.connector_settings
        Credential.objects.create(supplier=supplier, key_id=settings.key_id, secret=settings.secret.reveal())
        make_offer(make_product(), supplier, supplier_sku="ecard-500")
        make_offer(make_product(), supplier, supplier_sku="ecard-100")
        assert ask_upstream_stock(supplier.id) == 1
    told = dict(Offer.objects.values_list("supplier_sku", "upstream_stock"))
    assert told == {"ecard-500": 2000, "ecard-100": None}


@pytest.mark.django_db(transaction=True)
def test_a_supplier_that_does_not_answer_changes_nothing() -> None:
    supplier = make_supplier(secret="s3cret", connector="quanyi-http", base_url="http://127.0.0.1:9")
    offer = make_offer(watched(), supplier, upstream_stock=7, upstream_seen_at=NOW)
    assert ask_upstream_stock(supplier.id) == 0
    offer.refresh_from_db()
    assert (offer.upstream_stock, offer.upstream_seen_at) == (7, NOW)
    assert Code.objects.count() == 0

"""Our prepayment at suppliers: every ten minutes against what we ordered."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache

from common import clock
from common.feed.models import Event
from supply.connectors.base import OrderRequest
from supply.models import Credential, Supplier
from supply.operations import explain_balance, submit_topup
from supply.operations.topups.line import connector_of
from supply.operations.watch_balances import ask_balance, claim_asking_balances
from supply.rules.balances import unexplained
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from tests.analytics.admin.world import sign_in
from tests.factories import NOW, OPERATOR, make_supplier
from tests.redemption.operations.test_claim_topup import tapped

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start(settings=SandboxSettings(opening_minor=1_000_00)) as running:
        yield running


def reached(sandbox: Sandbox) -> Supplier:
    supplier = make_supplier(connector="quanyi-http", base_url=sandbox.base_url)
    settings = sandbox.connector_settings
    Credential.objects.create(supplier=supplier, key_id=settings.key_id, secret=settings.secret.reveal())
    return supplier


def asked(supplier: Supplier) -> Supplier:
    assert ask_balance(supplier.id) is True
    supplier.refresh_from_db()
    return supplier


def steal(supplier: Supplier) -> int:
    """An order by somebody else who has the key; what it costs."""
    connector = connector_of(supplier)
    before = connector.balance().balance_minor
    nowhere = "http://127.0.0.1:9/"
    wanted = OrderRequest("not-ours-1", "video-month", quantity=1, account="13812345678", max_cost_minor=10_000, callback_url=nowhere)
    connector.submit(wanted)
    return before - connector.balance().balance_minor


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="supplier.balance").order_by("id").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("before", "now", "ordered", "gone"), [(100, 100, 0, 0), (100, 70, 30, 0), (100, 70, 50, 0), (100, 60, 30, 10), (100, 500, 0, 0)]
)
def test_what_no_order_can_explain(before: int, now: int, ordered: int, gone: int) -> None:
    assert unexplained(before=before, now=now, ordered_at_most=ordered) == gone


def test_what_we_order_explains_what_goes(sandbox: Sandbox) -> None:
    topup = tapped(sandbox)
    asked(topup.supplier)
    submit_topup(topup.id, at=clock.now())
    supplier = asked(topup.supplier)
    assert supplier.balance_minor == connector_of(supplier).balance().balance_minor < 1_000_00
    assert (supplier.balance_unexplained_minor, kinds()) == (0, [])


def test_money_that_goes_without_an_order_of_ours_is_told_until_somebody_has_found_out(sandbox: Sandbox) -> None:
    supplier = asked(reached(sandbox))
    stolen = steal(supplier)
    asked(supplier)
    assert (stolen > 0, supplier.balance_unexplained_minor, kinds()) == (True, stolen, ["supplier.balance_unexplained"])
    asked(supplier)
    assert (supplier.balance_unexplained_minor, len(kinds())) == (stolen, 1)
    cache.clear()  # The first page is kept for some seconds.
    assert "has charged us without an order" in sign_in().get("/ops/").content.decode()
    explain_balance(supplier_id=supplier.id, by=OPERATOR, at=NOW, reason="a test of theirs")
    assert Event.objects.get(kind="supplier.balance_explained").reason == "a test of theirs"
    cache.clear()
    assert "has charged us without an order" not in sign_in().get("/ops/").content.decode()


def test_a_balance_below_the_line_is_told_once_and_when_it_is_paid_in_again(sandbox: Sandbox) -> None:
    supplier = reached(sandbox)
    Supplier.objects.filter(id=supplier.id).update(low_balance_minor=1_000_01)
    assert (asked(supplier).balance_is_low, asked(supplier).balance_is_low) == (True, True)
    sandbox.book.transfer("paid in", "bank", "prepaid", 1)
    assert (asked(supplier).balance_is_low, supplier.balance_unexplained_minor) == (False, 0)
    assert kinds() == ["supplier.balance_low", "supplier.balance_back"]


def test_a_supplier_that_does_not_answer_changes_nothing() -> None:
    supplier = make_supplier(secret="s3cret", connector="quanyi-http", base_url="http://127.0.0.1:9", balance_minor=7)
    assert ask_balance(supplier.id) is False
    supplier.refresh_from_db()
    assert (supplier.balance_minor, kinds()) == (7, [])


def test_each_supplier_with_a_key_is_asked_once_in_ten_minutes(sandbox: Sandbox) -> None:
    supplier, _files = reached(sandbox), make_supplier()
    after = [claim_asking_balances(at=NOW + timedelta(minutes=minutes)) for minutes in (0, 5, 9.9, 10)]
    assert after == [[supplier.id], [], [], [supplier.id]]


def test_the_page_shows_what_is_left_and_takes_the_line_as_people_type_it(sandbox: Sandbox) -> None:
    supplier = asked(reached(sandbox))
    page = sign_in().get(f"/ops/supply/supplier/{supplier.pk}/change/").content.decode()
    assert ("¥1,000.00" in page, "Explain what is gone" in page) == (True, False)

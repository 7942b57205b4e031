"""The sandbox speaks the protocol as the contract writes it."""

import json
import time
import urllib.error
import urllib.request
from dataclasses import replace
from typing import Any

import pytest

from supply.connectors.base import Connector, NotFound, Processing, Refused, Secret, Succeeded, SupplierUnavailable, Unknown
from supply.connectors.quanyi_http import QuanyiHttp
from supply.connectors.signing import Message, Signer
from supply.sandbox import judge
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from tests.supply.connectors import samples


def ask(sandbox: Sandbox, method: str, path: str, body: bytes = b"", *, signer: Signer | None = None) -> tuple[int, Any]:
    """Ask without a connector between: status and parsed body."""
    signer = signer or Signer(sandbox.settings.key_id, sandbox.settings.secret)
    headers = signer.headers(Message(method, path, body), at=time.time())
    request = urllib.request.Request(sandbox.base_url + path, data=body or None, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def body_of(**changes: Any) -> bytes:
    asked = {"reference": "r", "sku": "phone-50", "quantity": 1, "account": "13812345678", "max_cost_minor": 5000}
    return samples.raw(asked | {"callback_url": "http://127.0.0.1:9/callback"} | changes)


def test_products_are_those_of_the_demo(connector: Connector) -> None:
    terms = {p.sku: (p.kind, p.face_value_minor, p.cost_minor, p.currency) for p in connector.products()}
    assert terms["video-month"] == ("topup", 2500, 2100, "CNY")
    assert terms["phone-50"] == ("topup", 5000, 4900, "CNY")
    assert terms["ecard-100"] == ("code", 10000, 9600, "CNY")
    assert (terms["coffee-latte"][0], terms["coffee-americano"][0]) == ("code", "code")


def test_an_order_is_paid_from_the_balance(connector: Connector) -> None:
    before = connector.balance().balance_minor
    connector.submit(samples.topup())
    assert connector.balance().balance_minor == before - 4900


def test_an_order_is_answered_in_every_field(sandbox: Sandbox) -> None:
    status, order = ask(sandbox, "POST", "/v1/orders", body_of())
    expected = {"reference": "r", "sku": "phone-50", "quantity": 1, "status": "succeeded", "cost_minor": 4900, "currency": "CNY"}
    extra = {"supplier_order_id": order.get("supplier_order_id"), "finished_at": order.get("finished_at")}
    assert (status, order, None in extra.values()) == (200, expected | extra, False)


def test_an_order_takes_its_time_and_then_succeeds() -> None:
    with start(SandboxSettings(delay_seconds=0.3)) as sandbox:
        connector, request = QuanyiHttp(sandbox.connector_settings), samples.topup()
        assert isinstance(connector.submit(request), Processing)
        time.sleep(0.4)
        assert isinstance(connector.query(request.reference, expected=request), Succeeded)


def test_a_reference_for_another_order_is_refused_and_buys_nothing(sandbox: Sandbox, connector: Connector) -> None:
    request = samples.topup()
    connector.submit(request)
    assert ask(sandbox, "POST", "/v1/orders", body_of(reference=request.reference, quantity=2)) == (
        409,
        {"code": "reference_reused"},
    )
    assert isinstance(connector.submit(replace(request, account="13912345678")), Unknown)
    assert len(judge.effects(sandbox.book)) == 1


def test_another_callback_address_is_still_the_same_order(sandbox: Sandbox, connector: Connector) -> None:
    request = samples.topup()
    connector.submit(request)
    again = connector.submit(replace(request, callback_url="http://127.0.0.1:10/moved"))
    assert isinstance(again, Succeeded)
    assert len(judge.effects(sandbox.book)) == 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"account": None}, 422, "bad_account"),
        ({"account": "x y"}, 422, "bad_account"),
        ({"max_cost_minor": 4899}, 409, "price_above_max"),
        ({"sku": "ecard-500", "quantity": 999, "max_cost_minor": 10**9}, 200, None),
        ({"sku": "video-year", "quantity": 1000, "max_cost_minor": 10**9}, 200, None),
        ({"sku": "nothing"}, 400, "unknown_sku"),
        ({"quantity": 0}, 400, "bad_request"),
        ({"quantity": 1001}, 400, "bad_request"),
        ({"quantity": True}, 400, "bad_request"),
        ({"callback_url": "file:///etc/passwd"}, 400, "bad_request"),
        ({"callback_url": "http://[bad"}, 400, "bad_request"),
        ({"reference": ""}, 400, "bad_request"),
    ],
)
def test_an_order_is_refused_for_what_is_wrong_with_it(sandbox: Sandbox, changes: dict[str, Any], status: int, code: str | None) -> None:
    answered, fields = ask(sandbox, "POST", "/v1/orders", body_of(**changes))
    assert (answered, fields.get("code")) == (status, code)


def test_an_order_beyond_the_balance_is_refused() -> None:
    with start(SandboxSettings(opening_minor=9_799)) as sandbox:
        connector = QuanyiHttp(sandbox.connector_settings)
        outcomes = [type(connector.submit(samples.topup())) for _ in range(2)]
        assert (outcomes, sandbox.book.balance_minor()) == ([Succeeded, Refused], 4_899)


def test_an_order_beyond_the_stock_is_refused(sandbox: Sandbox, connector: Connector) -> None:
    sandbox.book.change_product("ecard-100", stock=3)
    first, second = connector.submit(samples.codes(2)), connector.submit(samples.codes(2))
    stock = {product.sku: product.stock for product in connector.products()}["ecard-100"]
    assert (type(first), second, stock) == (Succeeded, Refused("out_of_stock"), 1)


def test_a_new_price_shows_in_the_catalogue_and_in_the_cost(sandbox: Sandbox, connector: Connector) -> None:
    sandbox.chaos.set({"price_change": 1})
    assert {product.sku: product.cost_minor for product in connector.products()}["phone-50"] == 5390
    assert connector.submit(samples.topup()) == Refused("price_above_max")
    assert isinstance(connector.submit(samples.topup(max_cost_minor=5390)), Succeeded)


def test_sold_out_shows_in_the_catalogue_and_refuses(sandbox: Sandbox, connector: Connector) -> None:
    sandbox.chaos.set({"sold_out": 1})
    assert {product.available for product in connector.products()} == {False}
    assert connector.submit(samples.topup()) == Refused("out_of_stock")


@pytest.mark.parametrize("path", ["/v1/products", "/v1/balance", "/v1/orders/x"])
def test_another_secret_is_not_let_in(sandbox: Sandbox, path: str) -> None:
    stranger = Signer(sandbox.settings.key_id, Secret("another"))
    assert ask(sandbox, "GET", path, signer=stranger) == (401, {"code": "wrong_signature"})


def test_a_strange_reference_is_found_by_its_quoted_form(sandbox: Sandbox, connector: Connector) -> None:
    request = samples.topup(reference="a/b?c=d&é %2F")
    connector.submit(request)
    assert isinstance(connector.query(request.reference, expected=request), Succeeded)
    assert connector.query("a/b") == NotFound()


@pytest.mark.parametrize("where", ["query", "products", "balance"])
def test_reads_have_their_own_troubles(sandbox: Sandbox, connector: Connector, where: str) -> None:
    sandbox.chaos.set({f"{where}:html": 1})
    request = samples.topup()
    assert isinstance(connector.submit(request), Succeeded)
    if where == "query":
        assert isinstance(connector.query(request.reference), Unknown)
    else:
        with pytest.raises(SupplierUnavailable):
            getattr(connector, where)()

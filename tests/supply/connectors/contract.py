"""
The fixed contract test of connectors.

An adapter's author writes one module with a fixture ``rig`` and ``from tests.supply.connectors.contract import *``.

Source   docs/guides/supplier-connectors.md
"""

from datetime import UTC, datetime
from typing import NamedTuple, Protocol

import pytest

from supply.connectors.base import (
    CallbackNotice,
    CallbackRefused,
    Connector,
    NotFound,
    OrderRequest,
    Refused,
    Succeeded,
    Unknown,
)

AFTER_DOING_IT = ["slow", "silent_done", "error_done", "html", "slow_drip", "reset_mid_body", "wrong_amount", "wrong_order"]
WITHOUT_DOING_IT = ["silent_not_done", "error_not_done", "rate_limited"]
REFUSALS = ["bad_account", "insufficient_balance", "price_above_max", "out_of_stock"]


class Callback(NamedTuple):
    """One callback as it arrives."""

    headers: dict[str, str]
    body: bytes
    path: str
    at: datetime


class Rig(Protocol):
    """What the contract needs of an adapter and of the fake supplier behind it."""

    connector: Connector

    def topup(self) -> OrderRequest:
        """An order with a reference never used before."""
        ...

    def codes(self, quantity: int) -> OrderRequest:
        """The same for codes."""
        ...

    def trouble(self, name: str) -> None:
        """From now on every submitted order meets this trouble."""
        ...

    def behave(self) -> None:
        """No more trouble."""
        ...

    def effects(self, reference: str) -> int:
        """How often the supplier really delivered a reference, by its own book."""
        ...

    def callback(self, request: OrderRequest) -> Callback:
        """A genuine callback for an order that succeeded."""
        ...


def test_an_order_succeeds_and_is_found_again(rig: Rig) -> None:
    request = rig.topup()
    submitted = rig.connector.submit(request)
    assert isinstance(submitted, Succeeded)
    assert rig.connector.query(request.reference, expected=request) == submitted


def test_the_same_reference_buys_once(rig: Rig) -> None:
    request = rig.topup()
    assert rig.connector.submit(request) == rig.connector.submit(request)
    assert rig.effects(request.reference) == 1


def test_codes_arrive_as_many_as_ordered_and_never_show_themselves(rig: Rig) -> None:
    outcome = rig.connector.submit(rig.codes(3))
    assert isinstance(outcome, Succeeded)
    texts = {item.code.reveal() for item in outcome.order.codes}
    assert len(texts) == 3
    assert [text for text in texts if text in repr(outcome)] == []


def test_a_reference_never_sent_is_not_found(rig: Rig) -> None:
    assert rig.connector.query(rig.topup().reference) == NotFound()


@pytest.mark.parametrize("word", REFUSALS)
def test_a_refusal_is_definite_and_nothing_was_bought(rig: Rig, word: str) -> None:
    request = rig.topup()
    rig.trouble(word)
    assert rig.connector.submit(request) == Refused(word)
    assert (rig.effects(request.reference), rig.connector.query(request.reference)) == (0, NotFound())


@pytest.mark.parametrize("trouble", AFTER_DOING_IT)
def test_done_but_badly_answered_is_unknown_until_queried(rig: Rig, trouble: str) -> None:
    request = rig.topup()
    rig.trouble(trouble)
    assert isinstance(rig.connector.submit(request), Unknown)
    assert isinstance(rig.connector.query(request.reference, expected=request), Succeeded)
    assert rig.effects(request.reference) == 1


@pytest.mark.parametrize("trouble", WITHOUT_DOING_IT)
def test_not_done_and_badly_answered_is_unknown_until_not_found(rig: Rig, trouble: str) -> None:
    request = rig.topup()
    rig.trouble(trouble)
    assert isinstance(rig.connector.submit(request), Unknown)
    assert (rig.effects(request.reference), rig.connector.query(request.reference)) == (0, NotFound())


def test_success_with_a_failure_is_unknown(rig: Rig) -> None:
    request = rig.topup()
    rig.trouble("success_with_failure")
    assert isinstance(rig.connector.submit(request), Unknown)


def test_after_not_found_the_same_reference_may_be_sent_again(rig: Rig) -> None:
    request = rig.topup()
    rig.trouble("error_not_done")
    rig.connector.submit(request)
    rig.behave()
    assert isinstance(rig.connector.submit(request), Succeeded)
    assert rig.effects(request.reference) == 1


def test_an_accepted_order_that_fails_is_refused_with_its_order(rig: Rig) -> None:
    request = rig.topup()
    rig.trouble("fails_later")
    outcome = rig.connector.submit(request)
    assert isinstance(outcome, Refused)
    assert outcome.order is not None
    assert (outcome.order.reference, rig.effects(request.reference)) == (request.reference, 0)


def test_a_genuine_callback_is_read(rig: Rig) -> None:
    request = rig.topup()
    rig.connector.submit(request)
    callback = rig.callback(request)
    notice = rig.connector.read_callback(callback.headers, callback.body, callback.path, callback.at)
    assert isinstance(notice, CallbackNotice)
    assert (notice.order.reference, notice.order.status) == (request.reference, "succeeded")


def test_an_altered_callback_is_refused(rig: Rig) -> None:
    request = rig.topup()
    rig.connector.submit(request)
    callback = rig.callback(request)
    altered = callback.body.replace(b"succeeded", b"failed")
    assert isinstance(rig.connector.read_callback(callback.headers, altered, callback.path, callback.at), CallbackRefused)


def test_an_old_callback_is_refused(rig: Rig) -> None:
    request = rig.topup()
    rig.connector.submit(request)
    callback = rig.callback(request)
    later = datetime.fromtimestamp(callback.at.timestamp() + 3600, UTC)
    assert isinstance(rig.connector.read_callback(callback.headers, callback.body, callback.path, later), CallbackRefused)


def test_the_catalogue_and_the_balance_can_be_read(rig: Rig) -> None:
    skus = [product.sku for product in rig.connector.products()]
    assert rig.topup().sku in skus
    assert rig.connector.balance().balance_minor > 0

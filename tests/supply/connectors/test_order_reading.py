"""What an order proves, and what it does not."""

from typing import Any

import pytest

from supply.connectors.base import OrderRequest, Processing, Refused, Succeeded, Unknown, UnknownKind
from supply.connectors.order_reading import OrderVerdict, order_from, verdict_on
from supply.connectors.strict_json import Unreadable
from tests.supply.connectors import samples

TOPUP = samples.topup()
CODES = samples.codes(2)


def verdict(request: OrderRequest = TOPUP, **changes: Any) -> OrderVerdict:
    order = order_from(samples.order(request, **changes))
    return verdict_on(order, reference=request.reference, currency="CNY", expected=request)


def kind(request: OrderRequest = TOPUP, **changes: Any) -> UnknownKind | None:
    outcome = verdict(request, **changes)
    return outcome.kind if isinstance(outcome, Unknown) else None


def code(text: str) -> dict[str, str]:
    return {"card_no": "62", "code": text, "expires_on": "2027-01-31"}


def test_the_three_statuses_read_as_themselves() -> None:
    outcomes = [type(verdict(status=status)) for status in ("succeeded", "processing", "failed")]
    assert outcomes == [Succeeded, Processing, Refused]


@pytest.mark.parametrize("changes", [{"reference": "other"}, {"sku": "phone-100"}, {"quantity": 2}])
def test_an_answer_about_another_order_is_unknown(changes: dict[str, Any]) -> None:
    assert kind(**changes) == UnknownKind.WRONG_ORDER


@pytest.mark.parametrize("changes", [{"reference": "other"}, {"sku": "phone-100"}])
def test_a_failure_of_another_order_is_no_failure_of_ours(changes: dict[str, Any]) -> None:
    assert kind(status="failed", **changes) == UnknownKind.WRONG_ORDER


@pytest.mark.parametrize("changes", [{"cost_minor": 5001}, {"currency": "USD"}])
@pytest.mark.parametrize("status", ["succeeded", "processing"])
def test_more_money_or_other_money_is_unknown(status: str, changes: dict[str, Any]) -> None:
    assert kind(status=status, **changes) == UnknownKind.WRONG_AMOUNT


def test_exactly_the_most_we_pay_is_fine() -> None:
    assert kind(cost_minor=5000) is None


@pytest.mark.parametrize("changes", [{"failure": "x"}, {"status": "processing", "failure": "x"}])
def test_a_failure_beside_another_status_is_a_contradiction(changes: dict[str, Any]) -> None:
    assert kind(**changes) == UnknownKind.CONTRADICTION


@pytest.mark.parametrize("status", ["processing", "failed"])
def test_codes_before_success_are_a_contradiction(status: str) -> None:
    assert kind(CODES, status=status, codes=[code("A"), code("B")]) == UnknownKind.CONTRADICTION


@pytest.mark.parametrize("codes", [None, [], [code("A")], [code("A"), code("B"), code("C")], [code("A"), code("A")]])
def test_success_with_other_than_the_ordered_codes_is_a_contradiction(codes: list[dict[str, str]] | None) -> None:
    assert kind(CODES, codes=codes) == UnknownKind.CONTRADICTION


def test_success_with_the_ordered_codes_is_success() -> None:
    outcome = verdict(CODES, codes=[code("A"), code("B")])
    assert isinstance(outcome, Succeeded)
    assert [item.code.reveal() for item in outcome.order.codes] == ["A", "B"]


@pytest.mark.parametrize(
    ("failure", "expected"),
    [("account_frozen", ("account_frozen", "")), (None, ("failed", "")), ("no luck!", ("failed", "no luck!"))],
)
def test_a_failure_keeps_its_word_and_a_sentence_becomes_detail(failure: str | None, expected: tuple[str, str]) -> None:
    outcome = verdict(status="failed", failure=failure)
    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.detail) == expected


def test_without_an_expectation_only_reference_and_currency_are_judged() -> None:
    order = order_from(samples.order(TOPUP, sku="phone-100", quantity=7, cost_minor=10**9))
    assert verdict_on(order, reference=TOPUP.reference, currency="CNY", expected=None) == Succeeded(order)


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": None},
        {"supplier_order_id": 7},
        {"status": "done"},
        {"status": True},
        {"quantity": 0},
        {"quantity": 1.0},
        {"cost_minor": -1},
        {"cost_minor": "4900"},
        {"currency": None},
        {"codes": {}},
        {"codes": ["A"]},
        {"codes": [{"code": ""}]},
        {"codes": [{"code": "A", "expires_on": "31.1.2027"}]},
        {"finished_at": "2026-03-01T08:00:00"},
        {"failure": {"code": "x"}},
    ],
)
def test_an_order_with_a_field_amiss_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        order_from(samples.order(TOPUP, **changes))


def test_fields_we_do_not_know_are_left_alone() -> None:
    assert order_from(samples.order(TOPUP, carrier="x")) == order_from(samples.order(TOPUP))

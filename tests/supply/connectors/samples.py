"""Requests and answers that the tests of connectors are about."""

import json
from typing import Any
from uuid import uuid4

from supply.connectors.base import ConnectorSettings, OrderRequest, Secret

SECRET = Secret("only-for-tests")


def settings(base_url: str, **changes: Any) -> ConnectorSettings:
    """Settings that give up soon, so that a test of silence is short."""
    quick = {"allow_private": True, "connect_seconds": 1.0, "answer_seconds": 0.4}
    return ConnectorSettings(**{"base_url": base_url, "key_id": "k1", "secret": SECRET, **quick, **changes})


def topup(**changes: Any) -> OrderRequest:
    asked: dict[str, Any] = {
        "reference": f"ref-{uuid4().hex}",
        "sku": "phone-50",
        "quantity": 1,
        "account": "13812345678",
        "max_cost_minor": 5000,
        "callback_url": "http://127.0.0.1:9/suppliers/demo/callback",
    }
    return OrderRequest(**(asked | changes))


def codes(quantity: int = 2) -> OrderRequest:
    return topup(sku="ecard-100", quantity=quantity, account=None, max_cost_minor=10_000 * quantity)


def order(request: OrderRequest, **changes: Any) -> dict[str, Any]:
    """A good answer to a request, as the protocol writes it."""
    good = {
        "reference": request.reference,
        "supplier_order_id": "S-1",
        "sku": request.sku,
        "quantity": request.quantity,
        "status": "succeeded",
        "cost_minor": 4900,
        "currency": "CNY",
        "finished_at": "2026-03-01T08:00:00Z",
    }
    return good | changes


def raw(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()

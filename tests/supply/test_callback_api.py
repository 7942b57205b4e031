"""Callbacks of suppliers over HTTP: judged by their raw bytes, answered without a word."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from common import clock
from supply.connectors.secret import Secret
from supply.connectors.signing import Message, Signer
from supply.models import Callback, TopUp
from supply.operations import TopUpOrder, create_topup
from supply.queries.findings import objection_in_words
from tests.calling import Answer
from tests.factories import NOW, make_member, make_offer, make_product, make_supplier

pytestmark = pytest.mark.django_db
SECRET = "secret-of-supplier"


def make_topup(slug: str = "north") -> TopUp:
    """An order that is on its way at a supplier, as the supplier would report it."""
    product, member = make_product("topup"), make_member()
    supplier = make_supplier(slug, secret=SECRET, connector="quanyi-http", base_url="https://supplier.test")
    make_offer(product, supplier)
    topup = create_topup(
        TopUpOrder(
            purpose_id=member.id,
            enterprise_id=member.enterprise_id,
            member_id=member.id,
            product_id=product.id,
            account="13800001111",
            quantity=1,
        ),
        at=NOW,
    )
    for state in ("submitting", "processing"):
        TopUp.objects.filter(id=topup.id).update(state=state, submitted_at=NOW, next_query_at=clock.now() + timedelta(hours=1))
    return TopUp.objects.select_related("supplier").get(id=topup.id)


def notice(topup: TopUp, **changes: object) -> bytes:
    order = {
        "reference": topup.reference,
        "supplier_order_id": "s-1",
        "sku": topup.offer.supplier_sku,
        "quantity": topup.quantity,
        "status": "succeeded",
        "cost_minor": 9_000,
        "currency": "CNY",
        **changes,
    }
    return json.dumps({"event_id": "e-1", "order": order}).encode()


def call(
    body: bytes,
    *,
    slug: str = "north",
    secret: str = SECRET,
    key: str = "",
    at: datetime | None = None,
    sent: bytes | None = None,
    query: str = "",
) -> Answer:
    path = f"/suppliers/{slug}/callback{query}"
    key = key or _key_of("north")
    headers = Signer(key, Secret(secret)).headers(Message("POST", path, body), at=(at or clock.now()).timestamp())
    return Client(enforce_csrf_checks=True).generic("POST", path, sent or body, content_type="application/json", headers=headers)


def _key_of(slug: str) -> str:
    from supply.models import Credential

    return Credential.objects.get(supplier__slug=slug).key_id


def test_a_genuine_callback_is_stored_and_the_supplier_is_asked() -> None:
    topup = make_topup()
    answer = call(notice(topup))
    assert (answer.status_code, answer.content) == (204, b"")
    stored = Callback.objects.get()
    assert (stored.event_id, stored.topup_id, stored.state, stored.claimed_status) == ("e-1", topup.id, "accepted", "succeeded")
    topup.refresh_from_db()
    assert topup.state == "processing"
    assert topup.next_query_at is not None
    assert topup.next_query_at <= clock.now()


def test_a_hundred_copies_are_one_callback() -> None:
    topup = make_topup()
    assert {call(notice(topup)).status_code for _n in range(100)} == {204}
    assert Callback.objects.get().seen_count == 100


def test_bytes_are_judged_as_they_came() -> None:
    topup = make_topup()
    body = notice(topup)
    again = json.dumps(json.loads(body), separators=(",", ":")).encode()
    assert call(body, sent=again).status_code == 401
    assert Callback.objects.count() == 0


@pytest.mark.parametrize(
    "forged",
    [
        {"secret": "another"},
        {"key": "another"},
        {"slug": "nobody"},
        {"at": NOW - timedelta(days=1)},
    ],
)
def test_forged_foreign_and_old_callbacks_are_answered_alike(forged: dict[str, Any]) -> None:
    answer = call(notice(make_topup()), **forged)
    assert (answer.status_code, answer.content) == (401, b"")
    assert Callback.objects.count() == 0


def test_another_suppliers_key_opens_nothing() -> None:
    topup = make_topup()
    make_supplier("south", secret="secret-of-south", connector="quanyi-http", base_url="https://south.test")
    assert call(notice(topup), secret="secret-of-south", key=_key_of("south")).status_code == 401


def test_an_unsigned_callback_is_refused() -> None:
    topup = make_topup()
    answer = Client().post("/suppliers/north/callback", notice(topup), content_type="application/json")
    assert (answer.status_code, answer.content) == (401, b"")


def test_the_query_is_signed_too() -> None:
    topup = make_topup()
    assert call(notice(topup), query="?try=2").status_code == 204


def test_a_callback_that_contradicts_our_order_is_kept_as_a_conflict() -> None:
    topup = make_topup()
    assert call(notice(topup, quantity=5)).status_code == 204
    kept = Callback.objects.get()
    assert (kept.state, kept.reason) == ("conflict", "other_terms")
    assert objection_in_words(kept.reason) == "quantity, cost or currency differ from our order"


def test_a_body_that_is_too_large_is_not_read() -> None:
    make_topup()
    assert call(b"x" * (64 * 1024 + 1)).status_code == 413


def test_a_callback_is_posted() -> None:
    assert Client().get("/suppliers/north/callback").status_code == 405

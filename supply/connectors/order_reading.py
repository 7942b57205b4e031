"""From an order in JSON to a ``SupplierOrder``, and from that to what it proves."""

import re

from . import strict_json as read
from .outcomes import Processing, Refused, Succeeded, Unknown, UnknownKind
from .secret import Secret
from .shapes import DeliveredCode, OrderRequest, OrderStatus, SupplierOrder
from .strict_json import Fields, Unreadable

_STATUSES: dict[str, OrderStatus] = {
    "processing": "processing",
    "succeeded": "succeeded",
    "failed": "failed",
}

_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")

OrderVerdict = Succeeded | Processing | Refused | Unknown


def order_from(fields: Fields) -> SupplierOrder:
    """
    :raises Unreadable: a field is missing, of another type or out of range. Unknown fields are left alone.
    """
    status = _STATUSES.get(read.text(fields, "status"))
    if status is None:
        raise Unreadable("status is not one of the three")
    return SupplierOrder(
        reference=read.text(fields, "reference"),
        supplier_order_id=read.text(fields, "supplier_order_id"),
        sku=read.text(fields, "sku"),
        quantity=read.whole(fields, "quantity", least=1),
        status=status,
        failure=read.optional_text(fields, "failure"),
        cost_minor=read.whole(fields, "cost_minor"),
        currency=read.currency(fields),
        codes=tuple(_code_from(item) for item in read.objects(fields, "codes")),
        finished_at=read.moment(fields, "finished_at"),
    )


def verdict_on(
    order: SupplierOrder,
    *,
    reference: str,
    currency: str,
    expected: OrderRequest | None,
) -> OrderVerdict:
    """What an order proves about our reference. An order that is about something else, or that denies itself, proves nothing."""
    fault = _mismatch(order, reference, expected) or _contradiction(order, expected)
    if fault:
        return Unknown(*fault)
    if order.status == "failed":
        return _refused(order)
    if order.currency != currency or (expected is not None and order.cost_minor > expected.max_cost_minor):
        return Unknown(UnknownKind.WRONG_AMOUNT, f"{order.cost_minor} {order.currency}")
    return Succeeded(order) if order.status == "succeeded" else Processing(order)


def _refused(order: SupplierOrder) -> Refused:
    word = order.failure or "failed"
    # A sentence is no code: it would end up in somebody's column and filter.
    return Refused(word, order=order) if _WORD.fullmatch(word) else Refused("failed", word, order)


def _code_from(fields: Fields) -> DeliveredCode:
    card_no = read.optional_text(fields, "card_no")
    return DeliveredCode(
        card_no=None if card_no is None else Secret(card_no),
        code=Secret(read.text(fields, "code", longest=500)),
        expires_on=read.day(fields, "expires_on"),
    )


def _mismatch(order: SupplierOrder, reference: str, expected: OrderRequest | None) -> tuple[UnknownKind, str] | None:
    if order.reference != reference:
        return UnknownKind.WRONG_ORDER, "another reference"
    if expected is None:
        return None
    if order.sku != expected.sku:
        return UnknownKind.WRONG_ORDER, "another sku"
    if order.quantity != expected.quantity:
        return UnknownKind.WRONG_ORDER, "another quantity"
    return None


def _contradiction(order: SupplierOrder, expected: OrderRequest | None) -> tuple[UnknownKind, str] | None:
    if order.status != "failed" and order.failure:
        return UnknownKind.CONTRADICTION, f"{order.status} with a failure"
    if order.status != "succeeded" and order.codes:
        return UnknownKind.CONTRADICTION, f"{order.status} with codes"
    if order.status != "succeeded":
        return None
    wants_codes = expected is not None and expected.account is None
    if (order.codes or wants_codes) and len(order.codes) != order.quantity:
        return (
            UnknownKind.CONTRADICTION,
            f"{len(order.codes)} codes for {order.quantity}",
        )
    if len({item.code for item in order.codes}) != len(order.codes):
        return UnknownKind.CONTRADICTION, "one code twice"
    return None

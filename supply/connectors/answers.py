"""What an answer of ``quanyi-http`` means: the table from HTTP status and body to an outcome."""

from http import HTTPStatus

from . import strict_json as read
from .order_reading import OrderVerdict, order_from, verdict_on
from .outcomes import (
    NotFound,
    QueryOutcome,
    Refused,
    SubmitOutcome,
    Unknown,
    UnknownKind,
)
from .shapes import Balance, OrderRequest, ProductKind, SupplierProduct
from .strict_json import Fields, Unreadable
from .transport import Answer

# Nothing else is a definite failure. A 402 from a proxy, without the word, stays unknown.
_REFUSALS: dict[int, frozenset[str]] = {
    402: frozenset({"insufficient_balance"}),
    409: frozenset({"price_above_max", "out_of_stock"}),
    422: frozenset({"bad_account"}),
}
_KINDS: dict[str, ProductKind] = {"code": "code", "topup": "topup"}


def submit_outcome(answer: Answer, request: OrderRequest, *, currency: str) -> SubmitOutcome:
    """What the answer to a submitted order proves."""
    if answer.status == HTTPStatus.OK:
        return _order_verdict(answer, request.reference, currency=currency, expected=request)
    word = _word_of(answer, _REFUSALS.get(answer.status, frozenset()))
    return Refused(word) if word else unknown_answer(answer)


def query_outcome(answer: Answer, reference: str, *, currency: str, expected: OrderRequest | None) -> QueryOutcome:
    """What the answer to a query proves. Only a 404 that says ``not_found`` itself is "not found"."""
    if answer.status == HTTPStatus.OK:
        return _order_verdict(answer, reference, currency=currency, expected=expected)
    if answer.status == HTTPStatus.NOT_FOUND and _word_of(answer, frozenset({"not_found"})):
        return NotFound()
    return unknown_answer(answer)


def unknown_answer(answer: Answer) -> Unknown:
    """A complete answer that proves nothing, by its status."""
    detail = f"HTTP {answer.status}"
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Unknown(UnknownKind.RATE_LIMITED, detail)
    if 300 <= answer.status < 400:
        return Unknown(UnknownKind.REDIRECTED, detail)
    if answer.status >= 500:
        return Unknown(UnknownKind.SERVER_ERROR, detail)
    return Unknown(UnknownKind.UNLISTED_ANSWER, detail)


def products_from(fields: Fields) -> tuple[SupplierProduct, ...]:
    """
    :raises Unreadable: no list, or one entry that cannot be read: half a price list is worse than yesterday's.
    """
    if "products" not in fields:
        raise Unreadable("products is missing")
    return tuple(_product_from(item) for item in read.objects(fields, "products"))


def balance_from(fields: Fields) -> Balance:
    """
    :raises Unreadable: no amount or no currency.
    """
    return Balance(
        read.whole(fields, "balance_minor", least=-read.MAX_AMOUNT),
        read.currency(fields),
    )


def _order_verdict(answer: Answer, reference: str, *, currency: str, expected: OrderRequest | None) -> OrderVerdict:
    try:
        order = order_from(read.read_object(answer.body))
    except Unreadable as error:
        return Unknown(UnknownKind.UNREADABLE, str(error))
    return verdict_on(order, reference=reference, currency=currency, expected=expected)


def _word_of(answer: Answer, allowed: frozenset[str]) -> str | None:
    """
    The one allowed word that an error body says, in whichever field: the protocol fixes the words, not where they stand.

    A body that is an order as well denies itself and says nothing.
    """
    try:
        fields = read.read_object(answer.body)
    except Unreadable:
        return None
    if fields.get("status") in ("processing", "succeeded"):
        return None
    inner = [value for part in fields.values() if isinstance(part, dict) for value in part.values()]
    said = {value for value in [*fields.values(), *inner] if isinstance(value, str) and value in allowed}
    return said.pop() if len(said) == 1 else None


def _product_from(fields: Fields) -> SupplierProduct:
    kind = _KINDS.get(read.text(fields, "kind"))
    if kind is None:
        raise Unreadable("kind is not code or topup")
    return SupplierProduct(
        sku=read.text(fields, "sku"),
        name=read.text(fields, "name"),
        kind=kind,
        face_value_minor=read.whole(fields, "face_value_minor"),
        cost_minor=read.whole(fields, "cost_minor"),
        currency=read.currency(fields),
        stock=None if fields.get("stock") is None else read.whole(fields, "stock"),
        available=read.truth(fields, "available"),
    )

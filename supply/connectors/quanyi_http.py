"""The built-in protocol ``quanyi-http``: JSON over HTTP, signed both ways."""

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote

from . import strict_json as read
from .addresses import NeverSent
from .answers import (
    balance_from,
    products_from,
    query_outcome,
    submit_outcome,
    unknown_answer,
)
from .base import (
    Balance,
    CallbackFault,
    CallbackNotice,
    CallbackRefused,
    ConnectorSettings,
    OrderRequest,
    QueryOutcome,
    SubmitOutcome,
    SupplierProduct,
    SupplierUnavailable,
    Unknown,
    UnknownKind,
)
from .order_reading import order_from
from .signing import Message, Signer
from .strict_json import Fields, Unreadable
from .transport import MAX_BODY_BYTES, Answer, Host, Unanswered

Found = TypeVar("Found")


class QuanyiHttp:
    """
    A supplier that speaks ``quanyi-http``.

    :raises ValueError: the settings name no host that we may use.
    Source   docs/guides/supplier-connectors.md
    """

    def __init__(self, settings: ConnectorSettings, *, clock: Callable[[], float] = time.time) -> None:
        if not (settings.key_id.isascii() and settings.key_id.isprintable() and settings.key_id and settings.secret):
            raise ValueError("key_id and secret must be set, key_id in printable ASCII")
        self._host = Host(settings)
        self._signer = Signer(settings.key_id, settings.secret)
        self._currency = settings.currency
        self._clock = clock

    def products(self) -> tuple[SupplierProduct, ...]:
        """See ``Connector.products``."""
        return self._read("/v1/products", products_from)

    def balance(self) -> Balance:
        """See ``Connector.balance``."""
        return self._read("/v1/balance", balance_from)

    def submit(self, request: OrderRequest) -> SubmitOutcome:
        """See ``Connector.submit``."""
        try:
            answer = self._ask("POST", "/v1/orders", _order_body(request))
        except (NeverSent, Unanswered) as error:
            return error.outcome
        return submit_outcome(answer, request, currency=self._currency)

    def query(self, reference: str, *, expected: OrderRequest | None = None) -> QueryOutcome:
        """See ``Connector.query``."""
        try:
            answer = self._ask("GET", f"/v1/orders/{quote(reference, safe='')}")
        except (NeverSent, Unanswered) as error:
            return error.outcome
        return query_outcome(answer, reference, currency=self._currency, expected=expected)

    def read_callback(self, headers: Mapping[str, str], raw_body: bytes, path: str, now: datetime) -> CallbackNotice | CallbackRefused:
        """See ``Connector.read_callback``."""
        if len(raw_body) > MAX_BODY_BYTES:
            return CallbackRefused(CallbackFault.TOO_LARGE)
        fault = self._signer.fault(headers, Message("POST", path, raw_body), now=now.timestamp())
        if fault:
            return CallbackRefused(fault)
        try:
            fields = read.read_object(raw_body)
            order = order_from(read.as_object(fields.get("order"), "order"))
            return CallbackNotice(read.text(fields, "event_id"), order)
        except Unreadable:
            return CallbackRefused(CallbackFault.UNREADABLE)

    def _ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        message = Message(method, self._host.prefix + path, body)
        headers = self._signer.headers(message, at=self._clock())
        headers |= {"Accept": "application/json", "Connection": "close"}
        if body:
            headers["Content-Type"] = "application/json"
        return self._host.exchange(message, headers)

    def _read(self, path: str, shape: Callable[[Fields], Found]) -> Found:
        try:
            answer = self._ask("GET", path)
            if answer.status != HTTPStatus.OK:
                raise SupplierUnavailable(unknown_answer(answer))
            return shape(read.read_object(answer.body))
        except (NeverSent, Unanswered) as error:
            raise SupplierUnavailable(error.outcome) from None
        except Unreadable as error:
            raise SupplierUnavailable(Unknown(UnknownKind.UNREADABLE, str(error))) from None


def _order_body(request: OrderRequest) -> bytes:
    body = {
        "reference": request.reference,
        "sku": request.sku,
        "quantity": request.quantity,
        "account": request.account,
        "max_cost_minor": request.max_cost_minor,
        "callback_url": request.callback_url,
    }
    if request.account is None:
        del body["account"]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()

"""What passes between us and a supplier, whatever its protocol: settings, products, requests and orders."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .secret import Secret

ProductKind = Literal["code", "topup"]
OrderStatus = Literal["processing", "succeeded", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorSettings:
    """
    Where one supplier is and how to sign for it. From configuration only, never from what a supplier or a member sent.

    :param currency: what the supplier bills in; an answer in another currency is not believed.
    :param allow_http: plain HTTP to a host that is not this machine. Off outside a closed network.
    :param allow_private: loopback and private addresses. On for the demo's supplier and for suppliers inside the own network.
    :param ca_file: the authority of a supplier that does not use a public one.
    :param connect_seconds: for name, connection and TLS together.
    :param answer_seconds: from the first byte sent to the last byte read, however slowly they drip.
    """

    base_url: str
    key_id: str
    secret: Secret
    currency: str = "CNY"
    allow_http: bool = False
    allow_private: bool = False
    ca_file: str | None = None
    connect_seconds: float = 3.0
    answer_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class SupplierProduct:
    """One thing the supplier sells. Amounts are for one piece; ``stock`` is None where the supplier does not count it."""

    sku: str
    name: str
    kind: ProductKind
    face_value_minor: int
    cost_minor: int
    currency: str
    stock: int | None
    available: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left of our prepayment."""

    balance_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """
    One order as it is sent. ``reference`` is ours and deterministic: the same one never buys twice.

    ``max_cost_minor`` bounds the whole order, not one piece. An order without an ``account`` is for codes.
    """

    reference: str
    sku: str
    quantity: int
    account: str | None
    max_cost_minor: int
    callback_url: str


@dataclass(frozen=True, slots=True)
class DeliveredCode:
    """One code as delivered; its number and its text both stay out of every log."""

    card_no: Secret | None
    code: Secret
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class SupplierOrder:
    """The supplier's word on one order. ``cost_minor`` is for the whole order; ``failure`` is set only when it failed."""

    reference: str
    supplier_order_id: str
    sku: str
    quantity: int
    status: OrderStatus
    failure: str | None
    cost_minor: int
    currency: str
    codes: tuple[DeliveredCode, ...]
    finished_at: datetime | None

"""The connector contract. An adapter implements ``Connector``; everything it needs is importable from here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from .outcomes import (
    CallbackFault,
    CallbackNotice,
    CallbackRefused,
    NotFound,
    NotSent,
    NotSentKind,
    Processing,
    QueryOutcome,
    Refused,
    SubmitOutcome,
    Succeeded,
    SupplierUnavailable,
    Unknown,
    UnknownKind,
)
from .secret import Secret
from .shapes import (
    Balance,
    ConnectorSettings,
    DeliveredCode,
    OrderRequest,
    OrderStatus,
    ProductKind,
    SupplierOrder,
    SupplierProduct,
)


class Connector(Protocol):
    """
    One supplier, spoken to in its own protocol. Blocking and safe to use from several threads.

    No method retries, none raises for what a supplier did wrong in an order, and none is called inside a transaction.
    """

    def products(self) -> tuple[SupplierProduct, ...]:
        """
        Everything the supplier sells us now.

        :raises SupplierUnavailable: no list that can be read.
        """
        ...

    def balance(self) -> Balance:
        """
        What is left of our prepayment.

        :raises SupplierUnavailable: no balance that can be read.
        """
        ...

    def submit(self, request: OrderRequest) -> SubmitOutcome:
        """Send one order. The same reference again answers the same order and buys nothing."""
        ...

    def query(self, reference: str, *, expected: OrderRequest | None = None) -> QueryOutcome:
        """Ask what became of a reference. With ``expected``, an answer about another order or amount is not believed."""
        ...

    def read_callback(self, headers: Mapping[str, str], raw_body: bytes, path: str, now: datetime) -> CallbackNotice | CallbackRefused:
        """
        Judge one callback by its raw bytes; nothing is remembered, so a replay within the window reads the same.

        :param path: path and query as they were requested.
        :param now: aware.
        """
        ...


__all__ = [
    "Balance",
    "CallbackFault",
    "CallbackNotice",
    "CallbackRefused",
    "Connector",
    "ConnectorSettings",
    "DeliveredCode",
    "NotFound",
    "NotSent",
    "NotSentKind",
    "OrderRequest",
    "OrderStatus",
    "Processing",
    "ProductKind",
    "QueryOutcome",
    "Refused",
    "Secret",
    "SubmitOutcome",
    "Succeeded",
    "SupplierOrder",
    "SupplierProduct",
    "SupplierUnavailable",
    "Unknown",
    "UnknownKind",
]

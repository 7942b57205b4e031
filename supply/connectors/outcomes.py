"""
What one call to a supplier can come to: a small closed set, so that nothing falls between "done" and "not done".

Only ``Refused``, ``NotFound`` and ``NotSent`` prove that nothing was bought. ``Unknown`` proves nothing at all.
"""

from dataclasses import dataclass
from enum import StrEnum

from .shapes import SupplierOrder


class UnknownKind(StrEnum):
    """Why an answer proves nothing."""

    TIMEOUT = "timeout"
    DISCONNECTED = "disconnected"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    REDIRECTED = "redirected"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    UNLISTED_ANSWER = "unlisted_answer"
    WRONG_ORDER = "wrong_order"
    WRONG_AMOUNT = "wrong_amount"
    CONTRADICTION = "contradiction"


class NotSentKind(StrEnum):
    """Why no byte of the request left."""

    NAME_UNRESOLVED = "name_unresolved"
    ADDRESS_FORBIDDEN = "address_forbidden"
    CONNECT_FAILED = "connect_failed"
    TLS_FAILED = "tls_failed"


class CallbackFault(StrEnum):
    """Why a callback was not believed."""

    TOO_LARGE = "too_large"
    UNSIGNED = "unsigned"
    WRONG_KEY = "wrong_key"
    WRONG_SIGNATURE = "wrong_signature"
    STALE = "stale"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Succeeded:
    """Delivered: the account is charged, or the codes are in the order."""

    order: SupplierOrder


@dataclass(frozen=True, slots=True)
class Processing:
    """Accepted and not finished: ask again later."""

    order: SupplierOrder


@dataclass(frozen=True, slots=True)
class Refused:
    """A definite failure: nothing was bought and nothing will be. ``order`` is there if one was accepted before it failed."""

    code: str
    detail: str = ""
    order: SupplierOrder | None = None


@dataclass(frozen=True, slots=True)
class NotFound:
    """The supplier knows no such reference. The only answer after which it may be sent again."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may be done or not. Query; never buy elsewhere, never refund. ``detail`` holds no text of the answer: codes may be in it."""

    kind: UnknownKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Certain that the supplier saw nothing: we failed before the first byte."""

    kind: NotSentKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CallbackNotice:
    """A genuine callback. A hint all the same: store it once by ``event_id``, then query."""

    event_id: str
    order: SupplierOrder


@dataclass(frozen=True, slots=True)
class CallbackRefused:
    """A callback not believed; ``status`` is the HTTP status to answer it with."""

    fault: CallbackFault

    @property
    def code(self) -> str:
        """The stable word for logs and answers."""
        return self.fault.value

    @property
    def status(self) -> int:
        return {CallbackFault.TOO_LARGE: 413, CallbackFault.UNREADABLE: 400}.get(self.fault, 401)


SubmitOutcome = Succeeded | Processing | Refused | Unknown | NotSent
QueryOutcome = Succeeded | Processing | Refused | NotFound | Unknown | NotSent


class SupplierUnavailable(Exception):
    """A read that buys nothing (products, balance) brought nothing that can be used."""

    def __init__(self, outcome: Unknown | NotSent) -> None:
        super().__init__(f"{outcome.kind.value}: {outcome.detail}")
        self.outcome = outcome

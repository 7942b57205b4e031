"""What the contract is for: each of these adapters is wrong in one way, and one of its tests says so."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from supply.connectors import strict_json
from supply.connectors.base import (
    CallbackFault,
    CallbackNotice,
    CallbackRefused,
    Connector,
    NotFound,
    NotSent,
    OrderRequest,
    Processing,
    QueryOutcome,
    Refused,
    SubmitOutcome,
    Succeeded,
    Unknown,
    UnknownKind,
)
from supply.connectors.order_reading import order_from
from supply.sandbox.server import Sandbox
from tests.supply.connectors.contract import ConnectorContract
from tests.supply.connectors.sandbox_rig import SandboxRig


class Right:
    """An adapter that is right, to be wrong in one method."""

    def __init__(self, connector: Connector) -> None:
        self.right = connector

    def submit(self, request: OrderRequest) -> SubmitOutcome:
        return self.right.submit(request)

    def query(self, reference: str, *, expected: OrderRequest | None = None) -> QueryOutcome:
        return self.right.query(reference, expected=expected)

    def read_callback(self, headers: Mapping[str, str], raw_body: bytes, path: str, now: datetime) -> CallbackNotice | CallbackRefused:
        return self.right.read_callback(headers, raw_body, path, now)


class SendsTwice(Right):
    def submit(self, request: OrderRequest) -> SubmitOutcome:
        self.right.submit(replace(request, reference=f"x{request.reference}"))
        return self.right.submit(request)


class TakesProcessingForDone(Right):
    def submit(self, request: OrderRequest) -> SubmitOutcome:
        outcome = self.right.submit(request)
        return Succeeded(outcome.order) if isinstance(outcome, Processing) else outcome


class GivesUpOnWhatNeverLeft(Right):
    def submit(self, request: OrderRequest) -> SubmitOutcome:
        outcome = self.right.submit(request)
        return Refused("unreachable") if isinstance(outcome, NotSent) else outcome


class TakesAnUnsentQueryForNotFound(Right):
    def query(self, reference: str, *, expected: OrderRequest | None = None) -> QueryOutcome:
        outcome = self.right.query(reference, expected=expected)
        return NotFound() if isinstance(outcome, NotSent) else outcome


class TakesAnyPageOf404ForNotFound(Right):
    def query(self, reference: str, *, expected: OrderRequest | None = None) -> QueryOutcome:
        outcome = self.right.query(reference, expected=expected)
        return NotFound() if outcome == Unknown(UnknownKind.UNLISTED_ANSWER, "HTTP 404") else outcome


class LooksElsewhere(Right):
    """Where the answer was of this kind, the truth could be had by going on."""

    kind = UnknownKind.REDIRECTED

    def submit(self, request: OrderRequest) -> Any:
        outcome = self.right.submit(request)
        goes_on = isinstance(outcome, Unknown) and outcome.kind == self.kind
        return self.right.query(request.reference, expected=request) if goes_on else outcome


class ReadsToTheEnd(LooksElsewhere):
    kind = UnknownKind.TOO_LARGE


class BelievesAnybody(Right):
    def read_callback(self, headers: Mapping[str, str], raw_body: bytes, path: str, now: datetime) -> CallbackNotice | CallbackRefused:
        try:
            fields = strict_json.read_object(raw_body)
            return CallbackNotice(strict_json.text(fields, "event_id"), order_from(fields["order"]))
        except (strict_json.Unreadable, KeyError):
            return CallbackRefused(CallbackFault.UNREADABLE)


class WrongRig(SandboxRig):
    """The sandbox's rig with a wrong adapter in it."""

    def __init__(self, sandbox: Sandbox, wrong: Callable[[Connector], Any]) -> None:
        self.wrong = wrong
        super().__init__(sandbox)

    def _connect(self, base_url: str) -> None:
        super()._connect(base_url)
        self.connector = self.wrong(self.connector)


@pytest.mark.parametrize(
    ("wrong", "test", "asked"),
    [
        (SendsTwice, "test_the_same_reference_buys_once", ()),
        (TakesProcessingForDone, "test_an_order_under_way_is_processing_whoever_asks", ()),
        (GivesUpOnWhatNeverLeft, "test_what_never_left_is_not_sent", ("unreachable",)),
        (TakesAnUnsentQueryForNotFound, "test_a_query_that_never_left_says_nothing_of_the_order", ("unreachable",)),
        (TakesAnyPageOf404ForNotFound, "test_a_badly_answered_query_never_proves_that_nothing_was_bought", ("query:page_not_found",)),
        (LooksElsewhere, "test_done_but_badly_answered_is_unknown_until_queried", ("redirect",)),
        (ReadsToTheEnd, "test_done_but_badly_answered_is_unknown_until_queried", ("too_large",)),
        (BelievesAnybody, "test_an_altered_callback_is_refused", ()),
        (BelievesAnybody, "test_an_old_callback_is_refused", ()),
        (BelievesAnybody, "test_a_callback_that_is_not_the_suppliers_is_refused", ("unsigned",)),
        (BelievesAnybody, "test_a_callback_that_is_not_the_suppliers_is_refused", ("another_supplier",)),
        (BelievesAnybody, "test_a_callback_that_is_not_the_suppliers_is_refused", ("guessed_secret",)),
    ],
)
def test_a_wrong_adapter_is_noticed_and_a_right_one_is_not(
    sandbox: Sandbox, wrong: Callable[[Connector], Any], test: str, asked: tuple[str, ...]
) -> None:
    getattr(ConnectorContract(), test)(WrongRig(sandbox, Right), *asked)
    sandbox.book.write("DELETE FROM effect")
    with pytest.raises(AssertionError):
        getattr(ConnectorContract(), test)(WrongRig(sandbox, wrong), *asked)

"""A customer who keeps to the protocol gets each order once, whatever goes wrong: the supplier's book is the judge."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from supply.connectors.base import NotFound, OrderRequest, Processing, QueryOutcome, Refused, Succeeded
from supply.connectors.quanyi_http import QuanyiHttp
from supply.sandbox import judge
from supply.sandbox.chaos import ANSWERS, BEFORE
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from tests.supply.connectors import samples

ODDS = tuple(f"{kind}=0.12" for kind in sorted(ANSWERS | BEFORE)) + tuple(f"query:{kind}=0.05" for kind in sorted(ANSWERS | BEFORE))


def fulfil(sandbox: Sandbox, request: OrderRequest) -> type:
    """Submit; query while it is unknown or under way; send again only after "not found"."""
    connector = QuanyiHttp(replace(sandbox.connector_settings, answer_seconds=0.15))
    outcome: QueryOutcome = connector.submit(request)
    for _ in range(60):
        if isinstance(outcome, (Succeeded, Refused)):
            break
        outcome = connector.query(request.reference, expected=request)
        if isinstance(outcome, NotFound):
            outcome = connector.submit(request)
    return type(outcome)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_order_is_delivered_exactly_once_through_all_troubles(seed: int) -> None:
    requests = [samples.topup(reference=f"{seed}-{number}") for number in range(40)]
    with start(SandboxSettings(chaos=ODDS, seed=seed, slow_seconds=0.3, delay_seconds=0.05)) as sandbox:
        with ThreadPoolExecutor(16) as pool:
            ends = set(pool.map(lambda request: fulfil(sandbox, request), requests))
        delivered = sorted(row["reference"] for row in judge.effects(sandbox.book))
        assert (ends, delivered) == ({Succeeded}, sorted(request.reference for request in requests))
        troubled = [row for row in judge.snapshot(sandbox.book)["requests"] if row["troubles"]]
        assert (judge.is_balanced(sandbox.book), len(troubled) > 40) == (True, True)


def test_a_reference_sent_by_many_at_once_buys_once() -> None:
    request = samples.topup()
    with start(SandboxSettings(delay_seconds=0.05)) as sandbox:
        connector = QuanyiHttp(sandbox.connector_settings)
        with ThreadPoolExecutor(20) as pool:
            outcomes = set(map(type, pool.map(lambda _: connector.submit(request), range(20))))
        assert outcomes <= {Processing, Succeeded}
        assert len(judge.snapshot(sandbox.book)["orders"]) == 1


def test_a_customer_who_takes_a_new_reference_for_the_unknown_is_caught_by_the_book() -> None:
    with start(SandboxSettings(chaos=("error_done",))) as sandbox:
        connector = QuanyiHttp(sandbox.connector_settings)
        for _ in range(2):
            connector.submit(samples.topup(account="13812345678"))
        assert [row["account"] for row in judge.effects(sandbox.book)] == ["13812345678"] * 2

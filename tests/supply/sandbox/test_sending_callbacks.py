"""What the sandbox tells by itself, genuine and otherwise."""

import pytest

from supply.connectors.base import CallbackFault, CallbackNotice, CallbackRefused, Connector, OrderRequest, Succeeded
from supply.connectors.quanyi_http import QuanyiHttp
from supply.sandbox import judge
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from tests.supply.connectors import samples
from tests.supply.sandbox.receiver import Receiver


def told(receiver: Receiver, connector: Connector, *, count: int) -> list[str]:
    """The status that each callback told, or the fault it was refused for."""
    receiver.wait_for(count)
    seen = receiver.read(connector)
    return [one.order.status if isinstance(one, CallbackNotice) else one.fault.value for one in seen]


def event_ids(receiver: Receiver, connector: Connector) -> list[str]:
    return [one.event_id for one in receiver.read(connector) if isinstance(one, CallbackNotice)]


@pytest.fixture
def request_(receiver: Receiver) -> OrderRequest:
    return samples.topup(callback_url=receiver.url)


def test_a_finished_order_is_told_once_and_signed(connector: Connector, receiver: Receiver, request_: OrderRequest) -> None:
    outcome = connector.submit(request_)
    receiver.wait_for(1)
    assert isinstance(outcome, Succeeded)
    assert [one.order for one in receiver.read(connector) if isinstance(one, CallbackNotice)] == [outcome.order]


def test_codes_are_told_too(connector: Connector, receiver: Receiver) -> None:
    request = samples.codes(2)
    outcome = connector.submit(OrderRequest(request.reference, "ecard-100", 2, None, 20_000, receiver.url))
    receiver.wait_for(1)
    assert isinstance(outcome, Succeeded)
    assert [one.order for one in receiver.read(connector) if isinstance(one, CallbackNotice)] == [outcome.order]


def test_a_failure_is_told(sandbox: Sandbox, connector: Connector, receiver: Receiver, request_: OrderRequest) -> None:
    sandbox.chaos.set({"fails_later": 1})
    connector.submit(request_)
    assert told(receiver, connector, count=1) == ["failed"]


def test_an_unanswered_callback_is_sent_again_with_the_same_event(
    sandbox: Sandbox, connector: Connector, receiver: Receiver, request_: OrderRequest
) -> None:
    receiver.answers = [500, 503, 301]
    connector.submit(request_)
    assert told(receiver, connector, count=4) == ["succeeded"] * 4
    assert len(set(event_ids(receiver, connector))) == 1
    assert [(row["state"], row["attempts"]) for row in judge.snapshot(sandbox.book)["callbacks"]] == [("answered", 4)]


def test_nobody_is_rung_for_ever(receiver: Receiver) -> None:
    with start(SandboxSettings(retry_seconds=0.001)) as sandbox:
        receiver.answers = [500] * 100
        QuanyiHttp(sandbox.connector_settings).submit(samples.topup(callback_url=receiver.url))
        receiver.wait_for(8)
        assert [(row["state"], row["attempts"]) for row in judge.snapshot(sandbox.book)["callbacks"]] == [("given_up", 8)]


def test_callbacks_go_to_the_given_base_and_are_signed_for_the_path(receiver: Receiver) -> None:
    base = receiver.url.partition("/suppliers")[0]
    with start(SandboxSettings(callback_base=base)) as sandbox:
        connector = QuanyiHttp(sandbox.connector_settings)
        connector.submit(samples.topup(callback_url="https://platform.test/suppliers/demo/callback"))
        assert told(receiver, connector, count=1) == ["succeeded"]
        assert receiver.arrived[0][2] == "/suppliers/demo/callback"


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        ("duplicate_callback", ["succeeded", "succeeded", "succeeded"]),
        ("contradictory_callback", ["succeeded", "failed"]),
        ("out_of_order_callback", ["succeeded", "processing"]),
        ("forged_callback", ["succeeded", "wrong_signature"]),
    ],
)
def test_each_trouble_tells_its_own_story(
    sandbox: Sandbox, connector: Connector, receiver: Receiver, request_: OrderRequest, trouble: str, expected: list[str]
) -> None:
    sandbox.chaos.set({trouble: 1})
    connector.submit(request_)
    assert told(receiver, connector, count=len(expected)) == expected


def test_an_order_may_never_be_told(sandbox: Sandbox, connector: Connector, receiver: Receiver, request_: OrderRequest) -> None:
    sandbox.chaos.set({"no_callback": 1})
    connector.submit(request_)
    receiver.wait_for(1, seconds=0.3)
    assert (receiver.arrived, judge.snapshot(sandbox.book)["callbacks"]) == ([], [])


def test_duplicates_share_their_event_and_contradictions_do_not(
    sandbox: Sandbox, connector: Connector, receiver: Receiver, request_: OrderRequest
) -> None:
    sandbox.chaos.set({"duplicate_callback": 1, "contradictory_callback": 1})
    connector.submit(request_)
    receiver.wait_for(4)
    ids = event_ids(receiver, connector)
    assert (len(ids), len(set(ids))) == (4, 2)


def test_whatever_is_told_the_query_tells_the_truth(
    sandbox: Sandbox, connector: Connector, receiver: Receiver, request_: OrderRequest
) -> None:
    sandbox.chaos.set({"contradictory_callback": 1, "out_of_order_callback": 1, "forged_callback": 1})
    connector.submit(request_)
    receiver.wait_for(4)
    assert isinstance(connector.query(request_.reference, expected=request_), Succeeded)


def test_a_late_callback_comes_after_the_answer(sandbox: Sandbox, connector: Connector, receiver: Receiver, request_: OrderRequest) -> None:
    sandbox.chaos.set({"late_callback": 1})
    connector.submit(request_)
    receiver.wait_for(1, seconds=0.2)
    assert receiver.arrived == []
    assert told(receiver, connector, count=1) == ["succeeded"]


def test_a_forged_callback_does_not_come_back(sandbox: Sandbox, connector: Connector, receiver: Receiver, request_: OrderRequest) -> None:
    receiver.answers = [401, 401]
    sandbox.chaos.set({"forged_callback": 1})
    connector.submit(request_)
    receiver.wait_for(3)
    forged = [one for one in receiver.read(connector) if one == CallbackRefused(CallbackFault.WRONG_SIGNATURE)]
    assert (len(receiver.arrived), len(forged)) == (3, 1)

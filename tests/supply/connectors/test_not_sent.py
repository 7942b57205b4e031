"""``NotSent`` is said only where nothing was sent, and then always."""

import socket
import threading
import time

import pytest

from supply.connectors.base import NotSent, NotSentKind, Unknown, UnknownKind
from supply.connectors.quanyi_http import QuanyiHttp
from tests.supply.connectors import samples
from tests.supply.connectors.canned import answer, canned


def submit_to(base_url: str, **changes: object) -> object:
    return QuanyiHttp(samples.settings(base_url, **changes)).submit(samples.topup())


def test_a_closed_port_was_not_sent_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = submit_to(f"http://127.0.0.1:{port}")
    assert outcome == NotSent(NotSentKind.CONNECT_FAILED, "ConnectionRefusedError")


def test_a_name_that_does_not_exist_was_not_sent_to() -> None:
    outcome = submit_to("https://supplier.invalid")
    assert outcome == NotSent(NotSentKind.NAME_UNRESOLVED, "supplier.invalid")


def test_a_resolver_that_hangs_is_left_at_the_connect_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_args: object, **_options: object) -> list[object]:
        threading.Event().wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    started = time.monotonic()
    outcome = submit_to("https://supplier.test", connect_seconds=0.2)
    assert outcome == NotSent(NotSentKind.NAME_UNRESOLVED, "supplier.test")
    assert time.monotonic() - started < 3.0


def test_a_full_backlog_ends_at_the_connect_deadline() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for line in waiting:
            line.setblocking(False)
            line.connect_ex(listener.getsockname())
        outcome = submit_to(f"http://127.0.0.1:{listener.getsockname()[1]}", connect_seconds=0.3)
        for line in waiting:
            line.close()
    assert outcome == NotSent(NotSentKind.CONNECT_FAILED, "TimeoutError")


def test_a_private_address_was_not_sent_to() -> None:
    with canned(answer(b"{}")) as base_url:
        outcome = submit_to(base_url, allow_private=False)
    assert outcome == NotSent(NotSentKind.ADDRESS_FORBIDDEN, "127.0.0.1 is at 127.0.0.1")


def test_a_line_cut_after_connecting_may_have_been_sent() -> None:
    with canned(b"") as base_url:
        outcome = submit_to(base_url)
    assert isinstance(outcome, Unknown)
    assert outcome.kind == UnknownKind.DISCONNECTED

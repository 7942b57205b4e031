"""One byte at a time ends at the deadline, wherever in the answer it drips."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from supply.connectors.base import Unknown, UnknownKind
from supply.connectors.quanyi_http import QuanyiHttp
from tests.supply.connectors import samples

DRIPS = {
    "in the status line": b"HTTP/1.1 200 " + b"O" * 1000,
    "in a header": b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000,
    "in the body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b" " * 1000,
    "in a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + b" " * 1000,
}


def _drip(listener: socket.socket, said: bytes, at_once: int) -> None:
    line, _ = listener.accept()
    line.recv(65536)
    try:
        line.sendall(said[:at_once])
        for place in range(at_once, len(said)):
            line.sendall(said[place : place + 1])
            time.sleep(0.02)
    except OSError:
        line.close()


@pytest.fixture(params=DRIPS)
def dripping(request: pytest.FixtureRequest) -> Iterator[str]:
    said = DRIPS[request.param]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_drip, args=(listener, said, len(said) - 1000), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_slow_drip_ends_at_the_deadline(dripping: str) -> None:
    started = time.monotonic()
    outcome = QuanyiHttp(samples.settings(dripping, answer_seconds=0.3)).submit(samples.topup())
    assert outcome == Unknown(UnknownKind.TIMEOUT)
    assert time.monotonic() - started < 3.0

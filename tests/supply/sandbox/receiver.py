"""The platform's side of a callback: keeps what arrives and answers what it was told to."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from supply.connectors.base import CallbackNotice, CallbackRefused, Connector


class Receiver(ThreadingHTTPServer):
    """Listens for callbacks. ``answers`` are the statuses of the first ones; 204 afterwards."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[int] = []
        self.arrived: list[tuple[dict[str, str], bytes, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/suppliers/demo/callback?shop=1"

    def wait_for(self, count: int, *, seconds: float = 3.0) -> None:
        """Wait until so many callbacks have arrived, and a little longer for one too many."""
        ends_at = time.monotonic() + seconds
        while len(self.arrived) < count and time.monotonic() < ends_at:
            time.sleep(0.01)
        time.sleep(0.1)

    def read(self, connector: Connector) -> list[CallbackNotice | CallbackRefused]:
        """What a connector makes of everything that arrived, in order."""
        return [connector.read_callback(*callback, datetime.now(UTC)) for callback in self.arrived]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.arrived.append((dict(self.headers.items()), body, self.path))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    with Receiver() as receiver:
        threading.Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield receiver
        receiver.shutdown()

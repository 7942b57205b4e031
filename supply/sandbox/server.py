"""The sandbox as an HTTP server, in this process or in its own."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from supply.connectors.addresses import is_loopback
from supply.connectors.shapes import ConnectorSettings
from supply.connectors.signing import Message, Signer

from . import backroom, wire
from .book import Book
from .callbacks import Callbacks
from .chaos import Chaos, odds_from
from .clockwork import Clockwork
from .desk import Desk
from .orders import Orders
from .replies import Reply, refusal
from .settings import SandboxSettings

_MAX_BODY_BYTES = 1_000_000


class Sandbox:
    """
    A running fake supplier. ``book`` and ``chaos`` may be read and changed while it runs; see ``judge`` for the former.

    :raises OSError: the port is taken.
    """

    def __init__(self, settings: SandboxSettings, *, log: Callable[[str], None] | None = None) -> None:
        self.settings = settings
        self.chaos = Chaos(settings.seed, odds_from(settings.chaos))
        self.stopping = threading.Event()
        self.log = log
        self._server = _Server((settings.host, settings.port), _Handler)
        self._server.sandbox = self
        self.book = Book(settings.book, opening_minor=settings.opening_minor)
        orders = Orders(self.book, delay_seconds=settings.delay_seconds, late_seconds=settings.late_seconds)
        self._clockwork = Clockwork(self.book, orders, Callbacks(self.book, settings))
        signer = Signer(settings.key_id, settings.secret)
        self._desk = Desk(self.book, orders, self._clockwork, self.chaos, signer)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="sandbox", daemon=True)

    @property
    def base_url(self) -> str:
        """Where it listens, without a slash at the end."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def connector_settings(self) -> ConnectorSettings:
        """What a connector needs to speak to it."""
        return ConnectorSettings(base_url=self.base_url, key_id=self.settings.key_id, secret=self.settings.secret, allow_private=True)

    def start(self) -> Self:
        self._clockwork.start()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Hang up on everybody and close the book. Only once."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._clockwork.stop()
        self.book.close()

    def reply_to(self, message: Message, handler: BaseHTTPRequestHandler) -> Reply:
        """Choose who answers: the desk under ``/v1/``, the back room for this machine."""
        path = urlsplit(message.path).path
        if path.startswith("/v1/"):
            return self._desk.answer(message, dict(handler.headers.items()))
        if path in backroom.PATHS and is_loopback(handler.client_address[0]):
            return backroom.answer(message, book=self.book, chaos=self.chaos)
        return refusal(404, "no_such_address")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # A slow or silent answer must not hold up the end.
    block_on_close = False
    request_queue_size = 256
    sandbox: Sandbox


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def _answer(self) -> None:
        sandbox = self.server.sandbox
        length = self.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > _MAX_BODY_BYTES:
            reply = refusal(413, "too_large")
        else:
            message = Message(self.command, self.path, self.rfile.read(int(length)))
            reply = sandbox.reply_to(message, self)
        if sandbox.log:
            sandbox.log(f"{self.command} {ascii(self.path)[1:-1]} {reply.status} {' '.join(sorted(reply.manner))}".rstrip())
        wire.send(self, reply, slow_seconds=sandbox.settings.slow_seconds, stopping=sandbox.stopping)

    do_GET = do_POST = do_DELETE = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the sandbox logs what it answers, and only if asked to."""


def start(settings: SandboxSettings | None = None, *, port: int = 0, log: Callable[[str], None] | None = None) -> Sandbox:
    """A sandbox that answers by the time this returns. Without settings: in memory, instant, well-behaved."""
    return Sandbox(settings or SandboxSettings(port=port), log=log).start()

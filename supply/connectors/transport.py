"""One HTTP request to a configured host and its whole answer: bounded in time and size, no redirects, no proxies."""

import http.client
import socket
import ssl
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from .addresses import NeverSent, addresses_of, is_loopback
from .deadline import Deadline, DeadlineSocket
from .outcomes import NotSentKind, Unknown, UnknownKind
from .shapes import ConnectorSettings
from .signing import Message

MAX_BODY_BYTES = 1_000_000


class Unanswered(Exception):
    """The request left, and what came back is no answer."""

    def __init__(self, kind: UnknownKind, detail: str = "") -> None:
        super().__init__(detail)
        self.outcome = Unknown(kind, detail)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete HTTP answer. The body is kept out of its repr: codes may be in it."""

    status: int
    body: bytes = field(repr=False)


class Host:
    """
    The one place a connector's requests go to.

    :raises ValueError: the base URL is not one we may use; said at once, not at the first order.
    """

    def __init__(self, settings: ConnectorSettings) -> None:
        parts = urlsplit(settings.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("base_url must start with https:// and name a host")
        if parts.username is not None or parts.query or parts.fragment:
            raise ValueError("base_url must hold no user, query or fragment")
        self.name = parts.hostname
        self.is_tls = parts.scheme == "https"
        if not (self.is_tls or settings.allow_http or is_loopback(self.name)):
            raise ValueError("base_url must be https://, unless its host is this machine")
        self.port = parts.port or (443 if self.is_tls else 80)
        self.prefix = parts.path.rstrip("/")
        self._settings = settings

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file)

    def exchange(self, message: Message, headers: dict[str, str]) -> Answer:
        """
        Send one request and read its answer.

        :raises NeverSent: certain that no byte of it left.
        :raises Unanswered: it may have arrived, and no complete answer came.
        """
        sock = self._connected()
        connection = http.client.HTTPConnection(self.name, self.port)
        connection.default_port = 443 if self.is_tls else 80
        # Given a connected socket, http.client never connects by itself; it uses only what DeadlineSocket offers.
        connection.sock = DeadlineSocket(sock, Deadline(self._settings.answer_seconds))
        try:
            connection.request(message.method, message.path, body=message.body or None, headers=headers)
            return _answer(connection.getresponse())
        except TimeoutError:
            raise Unanswered(UnknownKind.TIMEOUT) from None
        except http.client.BadStatusLine as error:
            kind = UnknownKind.DISCONNECTED if isinstance(error, ConnectionError) else UnknownKind.UNREADABLE
            raise Unanswered(kind, "no HTTP status line") from None
        except http.client.IncompleteRead:
            raise Unanswered(UnknownKind.DISCONNECTED, "cut short") from None
        except (http.client.HTTPException, ValueError):
            raise Unanswered(UnknownKind.UNREADABLE, "not HTTP") from None
        except OSError as error:
            raise Unanswered(UnknownKind.DISCONNECTED, type(error).__name__) from None
        finally:
            sock.close()

    def _connected(self) -> socket.socket:
        deadline = Deadline(self._settings.connect_seconds)
        found = addresses_of(
            self.name,
            self.port,
            allow_private=self._settings.allow_private,
            seconds=deadline.remaining(),
        )
        sock = self._first_that_accepts(found, deadline)
        if not self.is_tls:
            return sock
        try:
            sock.settimeout(deadline.remaining())
            return self._tls.wrap_socket(sock, server_hostname=self.name)
        except (OSError, ValueError) as error:
            sock.close()
            raise NeverSent(NotSentKind.TLS_FAILED, type(error).__name__) from None

    def _first_that_accepts(self, found: tuple[str, ...], deadline: Deadline) -> socket.socket:
        reason = "deadline"
        for address in found:
            try:
                return socket.create_connection((address, self.port), timeout=deadline.remaining())
            except OSError as error:
                reason = type(error).__name__
        raise NeverSent(NotSentKind.CONNECT_FAILED, reason)


def _answer(response: http.client.HTTPResponse) -> Answer:
    body = response.read(MAX_BODY_BYTES + 1)
    if len(body) > MAX_BODY_BYTES:
        raise Unanswered(UnknownKind.TOO_LARGE)
    if response.length:
        raise Unanswered(UnknownKind.DISCONNECTED, "cut short")
    return Answer(response.status, body)

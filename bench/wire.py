"""A keep-alive HTTP client that costs little itself: bytes made beforehand go out, a status and a body come back."""

import socket
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``bytes_read`` counts head and body, as they came over the wire."""

    status: int
    head: bytes
    body: bytes

    @property
    def bytes_read(self) -> int:
        return len(self.head) + 4 + len(self.body)

    def header(self, name: str) -> str:
        """A header's value; empty where it is missing."""
        wanted = name.lower().encode() + b":"
        lines = self.head.split(b"\r\n")[1:]
        return next((line[len(wanted) :].strip().decode() for line in lines if line.lower().startswith(wanted)), "")


@dataclass(slots=True)
class Connection:
    """One connection, kept open. Answers must say their length, which all of the platform's do."""

    port: int
    _socket: socket.socket = field(init=False)
    _rest: bytes = b""

    def __post_init__(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> Answer:
        self._socket.sendall(request)
        head = self._until_head()
        answer = Answer(int(head[9:12]), head, b"")
        if answer.header("transfer-encoding"):
            raise ValueError("An answer in chunks: this client reads lengths only.")
        return Answer(answer.status, head, self._exactly(int(answer.header("content-length") or 0)))

    def close(self) -> None:
        self._socket.close()

    def _until_head(self) -> bytes:
        while b"\r\n\r\n" not in self._rest:
            self._receive()
        head, self._rest = self._rest.split(b"\r\n\r\n", 1)
        return head

    def _exactly(self, length: int) -> bytes:
        while len(self._rest) < length:
            self._receive()
        body, self._rest = self._rest[:length], self._rest[length:]
        return body

    def _receive(self) -> None:
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionError("The server closed the connection.")
        self._rest += received


def request(method: str, path: str, *, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request; header names with underscores."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body

"""A supplier that says the same bytes to everybody, for answers that no sane server gives."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def canned(said: bytes, *, hold: bool = False) -> Iterator[str]:
    """Listen, read one request's head, say ``said``, then hang up or ``hold`` the line. Yields the base URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_serve, args=(listener, said, hold), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def answer(body: bytes, *, status: str = "200 OK", extra: str = "") -> bytes:
    """A plain HTTP answer around a body."""
    return f"HTTP/1.1 {status}\r\n{extra}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _serve(listener: socket.socket, said: bytes, hold: bool) -> None:
    held = []
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        with contextlib.suppress(OSError):
            line.recv(65536)
            line.sendall(said)
        if hold:
            held.append(line)
        else:
            hang_up(line)


def hang_up(line: socket.socket) -> None:
    """Close a line once the other side has: closing with something unread would reset it and take our answer along."""
    with line, contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_WR)
        line.settimeout(2)
        while line.recv(65536):
            pass

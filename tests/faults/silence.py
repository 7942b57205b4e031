"""What becomes silent without dying: a listener that never answers, and a line to one that does which can be cut off and joined again."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@contextmanager
def silent_listener() -> Iterator[int]:
    """The port of a server that takes every call and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        yield int(listener.getsockname()[1])


@dataclass(slots=True)
class Line:
    """To a server at ``host:port``. While it is held nothing goes through it, and nobody is told, as if the server had been stopped."""

    host: str
    port: int
    _going: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)

    def hold(self) -> None:
        self._going.clear()

    def go_on(self) -> None:
        self._going.set()

    def answer(self, listener: socket.socket) -> None:
        """Until it is over."""
        while not self._over.is_set():
            with suppress(OSError):  # Nobody called for a moment, or the test is over.
                caller, _address = listener.accept()
                threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def hang_up(self) -> None:
        self._over.set()
        self._going.set()

    def _carry(self, caller: socket.socket) -> None:
        with caller, socket.create_connection((self.host, self.port)) as server, suppress(OSError):
            while not self._over.is_set():
                for end in select.select([caller, server], [], [], 0.1)[0]:
                    self._going.wait()
                    said = end.recv(65536)
                    if not said:
                        return
                    (server if end is caller else caller).sendall(said)


@contextmanager
def line_to(host: str, port: int) -> Iterator[tuple[Line, int]]:
    """A line, and the port at which it is answered."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        listener.settimeout(0.1)
        line = Line(host, port)
        line.go_on()
        threading.Thread(target=line.answer, args=(listener,), daemon=True).start()
        try:
            yield line, int(listener.getsockname()[1])
        finally:
            line.hang_up()

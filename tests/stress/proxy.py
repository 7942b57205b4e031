"""
A TCP proxy that misbehaves on demand: ``python -m tests.stress.proxy NAME=LISTEN:TARGET …``, told what to do on its standard input.

One JSON line each: ``{"route": "web", "mode": "delay", "seconds": 0.2}``. Whatever is opened or under way obeys at once.
"""

import asyncio
import json
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

MODES = (
    "pass",
    "delay",  # Each piece waits ``seconds`` in both directions.
    "refuse",  # New connections are closed before a byte; old ones are cut.
    "drop",  # Pieces in both directions vanish; the lines stay open.
    "half_open",  # What the server says never arrives; what the client says does.
    "reset",  # Every line is cut with RST at the next piece.
    "truncate",  # The next answer arrives in half, then the line is closed.
    "drip",  # Answers arrive a byte at a time.
    "hold_commit",  # The server's answer to the next COMMIT is swallowed, and all that follows on that line.
)
_PIECE = 65536
_DRIP_SECONDS = 0.02


@dataclass(slots=True)
class Route:
    """One listening port, where it leads, and how it behaves now."""

    name: str
    target: int
    mode: str = "pass"
    seconds: float = 0.0
    lines: set["Line"] = field(default_factory=set)
    held: int = 0

    def set(self, mode: str, seconds: float) -> None:
        """:raises ValueError: no such mode."""
        if mode not in MODES:
            raise ValueError(mode)
        self.mode, self.seconds = mode, seconds
        for line in list(self.lines):
            # What was swallowed can't be made up for: a line that lost a piece ends as it would by the kernel's time-out.
            if mode == "refuse" or (mode == "pass" and line.has_lost):
                line.cut()

    def point(self, target: int) -> None:
        """Lead to another server from now on; whoever is on the line to the old one is cut off from it."""
        self.target = target
        for line in list(self.lines):
            line.cut()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client until either side has gone."""
        if self.mode == "refuse":
            _reset(writer)
            return
        try:
            onward = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            _reset(writer)
            return
        line = Line(self, (reader, writer), onward)
        self.lines.add(line)
        try:
            await line.carry()
        finally:
            self.lines.discard(line)


class Line:
    """One connection through a route."""

    def __init__(
        self,
        route: Route,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._route, self._client, self._server = route, client, server
        self._is_holding = False
        self.has_lost = False

    async def carry(self) -> None:
        """Both directions, until one ends; then neither side is left waiting for the other."""
        ways = [
            asyncio.ensure_future(self._pump(self._client[0], self._server[1], self._onward)),
            asyncio.ensure_future(self._pump(self._server[0], self._client[1], self._back)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for writer in (self._client[1], self._server[1]):
                writer.close()

    def cut(self) -> None:
        """Hang up on both sides with RST."""
        _reset(self._client[1])
        _reset(self._server[1])

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, carry: Callable[[bytes, asyncio.StreamWriter], Awaitable[bool]]
    ) -> None:
        try:
            while piece := await reader.read(_PIECE):
                if not await carry(piece, writer):
                    return
                await writer.drain()
        except OSError:
            return

    async def _onward(self, piece: bytes, writer: asyncio.StreamWriter) -> bool:
        route = self._route
        if route.mode == "hold_commit" and b"COMMIT" in piece:
            self._is_holding = True
            route.held += 1
            route.mode = "pass"
        if route.mode == "reset":
            self.cut()
            return False
        if route.mode == "delay":
            await asyncio.sleep(route.seconds)
        if route.mode == "drop":
            self.has_lost = True
        else:
            writer.write(piece)
        return True

    async def _back(self, piece: bytes, writer: asyncio.StreamWriter) -> bool:
        route = self._route
        if self._is_holding or route.mode in ("drop", "half_open"):
            self.has_lost = True
            return True
        if route.mode == "reset":
            self.cut()
            return False
        if route.mode == "truncate":
            writer.write(piece[: max(1, len(piece) // 2)])
            await writer.drain()
            return False
        if route.mode == "delay":
            await asyncio.sleep(route.seconds)
        if route.mode == "drip":
            for byte in piece[:2000]:
                writer.write(bytes((byte,)))
                await writer.drain()
                await asyncio.sleep(_DRIP_SECONDS)
            writer.write(piece[2000:])
            return True
        writer.write(piece)
        return True


def _reset(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport: Any = writer.transport
    transport.abort()


async def serve(words: list[str]) -> None:
    """Open every route and obey standard input until it ends."""
    routes: dict[str, Route] = {}
    for word in words:
        name, ports = word.split("=")
        listen, target = map(int, ports.split(":"))
        routes[name] = Route(name, target)
        await asyncio.start_server(routes[name].accept, "127.0.0.1", listen, limit=_PIECE, backlog=512)
    print("ready", flush=True)
    told = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(told), sys.stdin)
    while line := await told.readline():
        said = json.loads(line)
        route = routes[said["route"]]
        if said["mode"] == "point":
            route.point(int(said["seconds"]))
        elif said["mode"] != "count":
            route.set(said["mode"], said.get("seconds", 0.0))
        print(json.dumps({"lines": len(route.lines), "held": route.held, "mode": route.mode}), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1:]))

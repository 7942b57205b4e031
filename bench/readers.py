"""A member app that only asks who its member is: what a request costs before it does anything."""

from collections.abc import Sequence
from uuid import UUID

from bench.wire import Connection, request


class Reader:
    """One member after another over one connection."""

    def __init__(self, port: int, tokens: dict[UUID, str]) -> None:
        self._connection, self._tokens = Connection(port), tokens

    def __call__(self, members: Sequence[UUID]) -> None:
        for member in members:
            answer = self._connection.ask(request("GET", "/api/v1/me", Authorization=f"Bearer {self._tokens[member]}"))
            if answer.status != 200:
                raise RuntimeError(f"A member was answered {answer.status}: {answer.body.decode()}")

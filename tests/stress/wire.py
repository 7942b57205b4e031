"""HTTP as members and programs speak it: one connection kept open, an answer or nothing."""

import http.client
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

_SECONDS = 20.0
Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Status 0: nothing did, and nobody knows what was done."""

    status: int
    body: bytes = field(default=b"", repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_lost(self) -> bool:
        return self.status == 0

    @property
    def is_to_retry(self) -> bool:
        """Lost, or asked to come again."""
        return self.status in (0, 429, 502, 503)

    def json(self) -> Any:
        """The body; an empty object where it is none."""
        with suppress(ValueError):
            return json.loads(self.body)
        return {}

    @property
    def outcome(self) -> str:
        """How it is counted: the status, and the code of a refusal."""
        if self.is_lost:
            return "lost"
        found = self.json() if "json" in self.headers.get("content-type", "") else {}
        code = found.get("code", "") if isinstance(found, dict) and self.status >= 400 else ""
        return f"{self.status} {code}".strip()


class Wire:
    """One connection to the web server; opened when needed, thrown away after any trouble."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, body: bytes = b"", headers: Headers | None = None) -> bool:
        """Send a request; False if that failed. Its answer must be taken before the next."""
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_SECONDS)
            self._connection.request(method, path, body=body or None, headers=headers or {})
        except (OSError, http.client.HTTPException):
            self.hang_up()
            return False
        return True

    def take(self) -> Answer:
        """The answer to what was sent."""
        if self._connection is None:
            return Answer(0)
        try:
            response = self._connection.getresponse()
            return Answer(response.status, response.read(), {k.lower(): v for k, v in _headers(response)})
        except (OSError, http.client.HTTPException):
            self.hang_up()
            return Answer(0)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Headers | None = None) -> Answer:
        """A request and its answer."""
        return self.take() if self.send(method, path, body, headers) else Answer(0)

    def hang_up(self) -> None:
        """The next request opens a new connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _headers(response: http.client.HTTPResponse) -> list[tuple[str, str]]:
    """All headers, cookies joined by line feeds since there may be several."""
    cookies = response.headers.get_all("Set-Cookie") or []
    others = [(name, value) for name, value in response.getheaders() if name.lower() != "set-cookie"]
    return [*others, ("set-cookie", "\n".join(cookies))]


@dataclass(slots=True)
class Program:
    """A JSON API behind a bearer token."""

    wire: Wire
    root: str
    token: str

    def headers(self, key: str = "") -> dict[str, str]:
        told = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Accept-Language": "en"}
        return told | ({"Idempotency-Key": key} if key else {})

    def get(self, path: str) -> Answer:
        return self.wire.ask("GET", self.root + path, headers=self.headers())

    def send(self, method: str, path: str, body: Any, key: str = "") -> Answer:
        return self.wire.ask(method, self.root + path, json.dumps(body).encode(), self.headers(key))

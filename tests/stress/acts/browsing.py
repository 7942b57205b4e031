"""What a browser does without a browser: cookies, forms and their tokens, redirects."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tests.stress.wire import Answer, Wire

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Browser:
    """One person's cookies over one connection."""

    wire: Wire
    base: str
    cookies: dict[str, str] = field(default_factory=dict)
    _token: str = ""

    def get(self, path: str) -> Answer:
        """One page; redirects are not followed."""
        return self._kept(self.wire.ask("GET", path, headers=self._headers()))

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """A form as the last page gave it, with its token."""
        body = urlencode({"csrfmiddlewaretoken": self._token, **fields}).encode()
        return self._kept(self.wire.ask("POST", path, body, {**self._headers(), "Content-Type": "application/x-www-form-urlencoded"}))

    def upload(self, path: str, fields: dict[str, str], *, name: str, content: bytes) -> Answer:
        """A form with a file."""
        edge = "stressstressstress"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'
            for k, v in {"csrfmiddlewaretoken": self._token, **fields}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
        body = "".join(parts).encode() + head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self._kept(self.wire.ask("POST", path, body, {**self._headers(), "Content-Type": f"multipart/form-data; boundary={edge}"}))

    def _headers(self) -> dict[str, str]:
        told = {"Accept-Language": "en", "Referer": f"{self.base}/", "Origin": self.base}
        return told | ({"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {})

    def _kept(self, answer: Answer) -> Answer:
        for line in filter(None, answer.headers.get("set-cookie", "").split("\n")):
            name, _, rest = line.partition("=")
            self.cookies[name.strip()] = rest.split(";")[0]
        found = _TOKEN.search(answer.body)
        if found:
            self._token = found[1].decode()
        return answer


def place_of(answer: Answer) -> str:
    """Where a redirect leads, as a path."""
    return urlsplit(answer.headers.get("location", "")).path

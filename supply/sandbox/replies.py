"""What the sandbox says back, before it meets the wire."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from supply.connectors.transport import MAX_BODY_BYTES

_PAGE = b"<!doctype html><title>Gateway</title><h1>Please sign in to the network</h1>"
_LOST = b"<!doctype html><title>404</title><h1>Nothing stands here</h1>"


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, and how it is to be spoiled on the wire (``silent``, ``slow``, ``slow_drip``, ``reset_mid_body``)."""

    status: int
    body: bytes
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    manner: frozenset[str] = frozenset()


def as_json(shown: dict[str, Any], *, status: int = 200, manner: frozenset[str] = frozenset()) -> Reply:
    """An answer of the protocol."""
    return Reply(status, json.dumps(shown, ensure_ascii=False).encode(), manner=manner)


def refusal(status: int, code: str) -> Reply:
    """An answer that says no, with its word."""
    return as_json({"code": code}, status=status)


def instead(troubles: frozenset[str], *, elsewhere: str) -> Reply | None:
    """What stands in for the true answer, whatever it was; None if it may be given. ``elsewhere`` is where a redirect leads."""
    if troubles & {"silent_done", "silent_not_done"}:
        return Reply(200, b"", manner=frozenset({"silent"}))
    if troubles & {"error_done", "error_not_done"}:
        return Reply(503, b"upstream failed", "text/plain")
    if "rate_limited" in troubles:
        return Reply(429, b'{"code": "rate_limited"}', headers={"Retry-After": "1"})
    if "html" in troubles:
        return Reply(200, _PAGE, "text/html")
    if "page_not_found" in troubles:
        return Reply(404, _LOST, "text/html")
    if "redirect" in troubles:
        return Reply(303, b"", headers={"Location": elsewhere})
    return None


def too_large(reply: Reply) -> Reply:
    """The same answer in more bytes than a customer should read. It is still right, for whoever reads it all."""
    return replace(reply, body=reply.body + b" " * MAX_BODY_BYTES)

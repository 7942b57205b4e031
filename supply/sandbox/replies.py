"""What the sandbox says back, before it meets the wire."""

import json
from dataclasses import dataclass, field
from typing import Any

_PAGE = b"<!doctype html><title>Gateway</title><h1>Please sign in to the network</h1>"


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


def instead(troubles: frozenset[str]) -> Reply | None:
    """What stands in for the true answer, whatever it was; None if it may be given."""
    if troubles & {"silent_done", "silent_not_done"}:
        return Reply(200, b"", manner=frozenset({"silent"}))
    if troubles & {"error_done", "error_not_done"}:
        return Reply(503, b"upstream failed", "text/plain")
    if "rate_limited" in troubles:
        return Reply(429, b'{"code": "rate_limited"}', headers={"Retry-After": "1"})
    if "html" in troubles:
        return Reply(200, _PAGE, "text/html")
    return None

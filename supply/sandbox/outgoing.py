"""Posting one callback over HTTP. What is answered matters only by its status."""

import http.client
import ssl
from urllib.parse import SplitResult, urlsplit

from supply.connectors.signing import Message

_SECONDS = 5.0


def path_of(url: str) -> str:
    """Path and query of a URL, as they are signed and sent."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def post(url: str, message: Message, headers: dict[str, str], *, base: str | None) -> int | None:
    """The status that a POST was answered with, or None if there was no answer. ``base`` replaces the URL's host."""
    headers = headers | {"Content-Type": "application/json", "Connection": "close"}
    try:
        connection = _connection(urlsplit(base or url))
    except ValueError:
        return None
    try:
        connection.request("POST", message.path, body=message.body, headers=headers)
        return connection.getresponse().status
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("a callback goes to http or https")
    if parts.scheme == "http":
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=_SECONDS)
    return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=_SECONDS, context=ssl.create_default_context())

"""The last gate before a log line is written: what looks like a secret is cut out."""

import re
from collections.abc import MutableMapping
from typing import Any

from structlog import DropEvent

_SECRET_NAMES = re.compile(r"(?i)(code|card_no|secret|password|token|authorization|cookie|vault_key|phone|email|account)$")
_ALLOWED = {"status_code", "code_count", "language_code"}
_PHONE = re.compile(r"(?<!\d)(\+?86)?(1\d{2})\d{4}(\d{4})(?!\d)")
_BEARER = re.compile(r"(?i)bearer\s+\S+")


def drop_beginnings(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor. A request has one line, when it is answered, which says all that its beginning would."""
    if event["event"] == "request_started":
        raise DropEvent
    return event


def hide_secrets(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor. Values under secret names become ``***``; phones in text keep their ends."""
    for name, value in event.items():
        if _SECRET_NAMES.search(name) and name not in _ALLOWED and not isinstance(value, int | None):
            event[name] = "***"
        elif isinstance(value, str):
            event[name] = _BEARER.sub("Bearer ***", _PHONE.sub(r"\1\2****\3", value))
    return event

"""Every address of the platform, and one with something filled in for each part of it that varies."""

import re
from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

_UNKNOWN = str(UUID(int=7))
_FILL = {"uuid": _UNKNOWN, "path": _UNKNOWN, "int": "1", "slug": "x", "str": "x", "external_id": "x", "serial": "X"}


def addresses() -> Iterator[str]:
    """One address for each route, in the order of the tables; what is met by a regular expression of Django's own is left out."""
    for route in _routes(get_resolver().url_patterns, ""):
        if not re.search(r"[\^$()?*]", route):
            yield "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: _FILL[part[1] or "str"], route)


def _routes(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, route)
        else:
            yield route

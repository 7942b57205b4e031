"""A JSON reader that takes nothing on trust. It knows nothing of views: the settings name it while they are loaded."""

import json
import math
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.parsers import JSONParser

_MOST_DEPTH = 20
_MOST_BYTES = 1024 * 1024


class BodyTooLarge(exceptions.APIException):
    """More bytes than any client means to send here."""

    status_code = 413
    default_code = "body_too_large"
    default_detail = gettext_lazy("The body is too large. Send less at a time.")


class StrictJSONParser(JSONParser):
    """
    JSON without duplicate names, NaN, Infinity, or depths that no client means.

    How large a whole number may be is each field's to say: free data keeps what was sent. A view's ``max_body_bytes`` bounds what is read at all.
    """

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        most = getattr((parser_context or {}).get("view"), "max_body_bytes", _MOST_BYTES)
        try:
            body = stream.read(most + 1)
            if len(body) > most:
                raise BodyTooLarge
            value = json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant)
            _refuse_strange_values(value, depth=0)
        except (ValueError, RecursionError, OSError) as error:
            raise exceptions.ParseError(_("The body is not valid JSON: %(why)s.") % {"why": str(error)[:200]}) from error
        return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the name {name[:64]!r} occurs twice")
        found[name] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _refuse_strange_values(value: Any, *, depth: int) -> None:
    if depth > _MOST_DEPTH:
        raise ValueError("it is nested too deeply")
    if isinstance(value, dict):
        for name, inner in value.items():
            _refuse_strange_values(name, depth=depth + 1)
            _refuse_strange_values(inner, depth=depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _refuse_strange_values(inner, depth=depth + 1)
    elif isinstance(value, str):
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise ValueError("a text holds a character that can't be stored")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number is too large")

"""The API's translator: RFC 9457 problem details for everything that goes wrong, and a strict JSON reader."""

import json
import math
from typing import IO, Any, NoReturn

from django.db import OperationalError
from django.utils.translation import gettext as _
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.response import Response

from common.refusals import Refused, StillBusy

PROBLEM_JSON = "application/problem+json"
_MAX_SAFE_INTEGER = 2**63 - 1


class RefusedProblem(exceptions.APIException):
    """A refusal on its way out of the API."""

    def __init__(self, refused: Refused) -> None:
        self.status_code = refused.status
        super().__init__(detail=refused.for_member(), code=refused.code)
        self.wait = refused.facts.get("retry_after")
        self.extra = refused.facts.get("extra", {})


class ProblemFormatter(ExceptionFormatter):
    """``type, title, status, detail, code`` and, for fields, ``errors: [{field, code, detail}]``."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        errors = error_response.errors
        first = errors[0]
        fields = error_response.type == "validation_error"
        detail = _("Some fields can't be accepted.") if fields else first.detail
        return {
            "type": "about:blank",
            "title": _("Invalid request") if fields else detail,
            "status": self.exc.status_code,
            "detail": detail,
            "code": "invalid" if fields else first.code,
            "errors": [{"field": e.attr, "code": e.code, "detail": e.detail} for e in errors] if fields else [],
            **getattr(self.exc, "extra", {}),
        }


class ProblemHandler(ExceptionHandler):
    """Turns refusals and lock time-outs into answers; leaves the rest to DRF."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, Refused):
            return RefusedProblem(exc)
        if isinstance(exc, OperationalError):
            return RefusedProblem(StillBusy(retry_after=2))
        return super().convert_known_exceptions(exc)

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        response = super().get_response(exc, data)
        response.content_type = PROBLEM_JSON
        response["Cache-Control"] = "no-store"
        return response


def problem_details(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler."""
    context["request"].accepted_renderer = getattr(context["request"], "accepted_renderer", None)
    return ProblemHandler(exc, context).run()  # type: ignore[arg-type]


class StrictJSONParser(JSONParser):
    """JSON without duplicate names, NaN, Infinity, or numbers and depths that no client means."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            text = stream.read().decode("utf-8")
            value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
            _refuse_strange_values(value, depth=0)
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError(_("The body is not valid JSON: %(why)s.") % {"why": error}) from error
        return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the name {name!r} occurs twice")
        found[name] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _refuse_strange_values(value: Any, *, depth: int) -> None:
    if depth > 20:
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
    elif isinstance(value, int) and abs(value) > _MAX_SAFE_INTEGER:
        raise ValueError("a number is too large")

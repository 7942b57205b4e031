"""The API's translator: RFC 9457 problem details for everything that goes wrong."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework import exceptions
from rest_framework.response import Response

from common.api.strict_json import BodyTooLarge
from common.refusals import Refused, StillBusy

PROBLEM_JSON = "application/problem+json"
MOST_ERRORS_SHOWN = 100


class RefusedProblem(exceptions.APIException):
    """A refusal on its way out of the API. ``extra`` among its facts are further members of the problem."""

    def __init__(self, refused: Refused) -> None:
        self.status_code = refused.status
        super().__init__(detail=refused.for_member(), code=refused.code)
        self.wait = refused.facts.get("retry_after")
        self.extra = refused.facts.get("extra", {})


class ProblemFormatter(ExceptionFormatter):
    """``type, title, status, detail, code`` and, for fields, ``errors: [{field, code, detail}]``."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        errors = error_response.errors
        is_about_fields = error_response.type == "validation_error"
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.exc.status_code).phrase,
            "status": self.exc.status_code,
            "detail": _("Some fields can't be accepted.") if is_about_fields else errors[0].detail,
            "code": "invalid" if is_about_fields else errors[0].code,
            "errors": [_error(e.attr, e.code, e.detail) for e in errors[:MOST_ERRORS_SHOWN]] if is_about_fields else [],
            **getattr(self.exc, "extra", {}),
        }


def _error(attr: str | None, code: str, detail: str) -> dict[str, str]:
    # A refusal of a whole object stands at the object.
    field = (attr or "").removesuffix("non_field_errors").removesuffix(".")
    return {"field": field, "code": code, "detail": detail}


class ProblemHandler(ExceptionHandler):
    """Turns refusals and lock time-outs into answers; leaves the rest to DRF."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, Refused):
            return RefusedProblem(exc)
        if isinstance(exc, RequestDataTooBig):  # More than Django reads at all, whatever the address would take.
            return BodyTooLarge()
        if isinstance(exc, OperationalError | InterfaceError):
            return RefusedProblem(StillBusy(retry_after=2))
        return super().convert_known_exceptions(exc)

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        response = super().get_response(exc, data)
        response.content_type = PROBLEM_JSON
        response["Cache-Control"] = "no-store"
        if exc.status_code == HTTPStatus.UNAUTHORIZED:  # Where no token was looked for, too.
            response.headers.setdefault("WWW-Authenticate", "Bearer")
        return response

    def report_exception(self, exc: exceptions.APIException, response: Response) -> None:
        if not isinstance(exc, RefusedProblem):  # "Busy" is an answer, not an accident.
            super().report_exception(exc, response)


def problem_details(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler."""
    context["request"].accepted_renderer = getattr(context["request"], "accepted_renderer", None)
    return ProblemHandler(exc, context).run()

"""
When the database is away, whoever asks is told to come again, wherever the error arose: in a view, before it or after it.

Django asks here for the page of an error that nobody has translated. What was asked may be sent again: nothing was done, or the key
finds what was.
"""

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

from common.refusals import StillBusy
from common.refusals.api import PROBLEM_JSON

RETRY_AFTER_SECONDS = 2


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: busy where the database failed, else the page of our mistakes."""
    return busy(request) if _is_of_database(sys.exc_info()[1]) else defaults.server_error(request)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``: a session that could not be saved because the database failed is no mistake of the person's."""
    return busy(request) if _is_of_database(exception) else defaults.bad_request(request, exception)


def busy(request: HttpRequest) -> HttpResponse:
    """503 with ``Retry-After``: a problem for programs, a page for people."""
    refused = StillBusy()
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if request.path.startswith("/api/"):
        said = {"type": "about:blank", "title": status.phrase, "status": status, "detail": refused.for_member(), "code": refused.code}
        response: HttpResponse = JsonResponse({**said, "errors": []}, status=status, content_type=PROBLEM_JSON)
    else:
        response = render(request, "503.html", {"sentence": refused.for_member()}, status=status)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def come_again(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a page that says *later* in its own way, such as a form with what was typed, says when, as every other does."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers.setdefault("Retry-After", str(RETRY_AFTER_SECONDS))
        return response

    return middleware


def _is_of_database(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False

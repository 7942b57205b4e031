"""Carries the request's id into every event that the request causes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import get_contextvars

from common.feed.signature import request_id


class RequestIdMiddleware:
    """Sets the request id for the feed; actors are named by the operations themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(str(get_contextvars().get("request_id", "")))
        try:
            return self.get_response(request)
        finally:
            request_id.reset(token)

"""The scope of a web request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from common.scope.scopes import NOBODY, PLATFORM, within


class ScopeMiddleware:
    """
    Begins a request in the platform's scope at the addresses of operators and suppliers and where staff sign in, as nobody
    everywhere else. Whoever finds out for which enterprise the request is narrows it; what was narrowed ends with the request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with within(PLATFORM if request.path.startswith(settings.PLATFORM_PATHS) else NOBODY):
            return self.get_response(request)

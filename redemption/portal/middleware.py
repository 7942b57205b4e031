"""Who is at the other end, in which language and whose time; and what no browser may keep."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from common.clock import now
from common.refusals import Refused, StillBusy
from common.scope import enterprise, narrow
from common.visitor import DEVICE
from members.operations import note_seen
from members.queries import SignedInMember, member_of_token
from redemption.operations import count_miss
from redemption.portal.cookies import device_named, keep_device, token_of
from redemption.portal.refusals import refusal_page
from redemption.portal.risk import attempt_of, is_to_prove, to_challenge

_LOGIN = "/login/"
_LANGUAGES = {code for code, _name in settings.LANGUAGES}


class MemberMiddleware:
    """
    Sets ``request.member`` on the portal's pages: the signed-in member, or ``None``. Elsewhere nothing is looked up.

    Every page of the portal is marked ``no-store``: after the sign-out, the back button shows nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if _is_portal(request):
            response = _counted(request, response)
            response.headers.setdefault("Cache-Control", "no-store")
            patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: Any, _kwargs: Any) -> None:
        if _is_portal(request) and (token := token_of(request)):
            at = now()
            member = member_of_token(token, kind="portal", at=at)
            if member is not None:
                note_seen(member, at=at)
                _settle_in(request, member)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not _is_portal(request):
            return None
        if isinstance(exception, Refused):
            return refusal_page(request, exception)
        if isinstance(exception, OperationalError):
            return refusal_page(request, StillBusy(retry_after=2))
        return None


def _counted(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """
    A page that is not there is a guess, by whoever asked; beyond the budget the answer is that of risk.

    Who signs in is marked as one device.
    """
    if response.status_code == 404 and (request.member is not None or request.method == "POST"):  # type: ignore[attr-defined]
        try:
            count_miss(attempt_of(request), at=now())
        except Refused as refused:
            if is_to_prove(refused):
                return to_challenge(request, refused, "/")
            return refusal_page(request, refused)
    if request.path.startswith(_LOGIN) and DEVICE not in request.COOKIES:
        keep_device(response, device_named(request))
    return response


def _is_portal(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.namespaces[:1] == ["portal"]


def _settle_in(request: HttpRequest, member: SignedInMember) -> None:
    narrow(enterprise(member.enterprise_id))
    request.member = member  # type: ignore[attr-defined]
    timezone.activate(member.time_zone)
    if member.language in _LANGUAGES:
        translation.activate(member.language)
        request.LANGUAGE_CODE = member.language

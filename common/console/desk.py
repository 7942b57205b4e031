"""The machine at which somebody of the staff sits: two logins at one machine are not two people."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from common.duties.approvals import Person
from common.ids import new_token
from common.sealed import fingerprint
from common.visitor import IS_HTTPS

COOKIE = "__Host-quanyi_desk" if IS_HTTPS else "quanyi_desk"


def person_of(request: HttpRequest) -> Person:
    """Who is at the console, and at which machine."""
    return Person(cast(UUID, request.user.pk), _mark(request))


def keep_desk(request: HttpRequest, response: HttpResponse) -> None:
    """Mark this browser once, for a year. It is not told who sat there."""
    if request.user.is_authenticated and not _mark(request):
        value = signing.dumps(new_token(), salt=COOKIE)
        seconds = settings.DESK_COOKIE_DAYS * 24 * 3600
        response.set_cookie(COOKIE, value, max_age=seconds, secure=IS_HTTPS, httponly=True, samesite="Lax")


def _mark(request: HttpRequest) -> str:
    try:
        return fingerprint(str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)), purpose="desk").hex()
    except signing.BadSignature:
        return ""

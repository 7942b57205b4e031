"""What holds for every request of somebody signed in to a console: a fresh session, a second step that was set up, a signature."""

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common import clock
from common.actors import Actor, system
from common.console.desk import person_of
from common.console.names import actor_of
from common.feed import everything_signed
from common.scope import PLATFORM, within
from common.visitor import address_of, device_mark_of, device_of
from members.operations.staff_sessions import Visit, follow_session
from members.rules.staff_sessions import NOTED_EVERY, is_over

CONSOLES = ("/ops/", "/hr/")
STAFFS_PAGES = (*CONSOLES, "/staff/")
GetResponse = Callable[[HttpRequest], HttpResponse]


class StaffSessionMiddleware:
    """Ends a staff session after 30 minutes without a request, and after 12 hours whatever happens. Its owner is told where it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without the cookie nobody is signed in: members and programs pay nothing for this.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated and _is_over(request, clock.now()):
            with within(PLATFORM):
                logout(request)
            messages.info(request, _("You were away for a while. Please sign in again."))
            if request.path.startswith(CONSOLES):
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return self.get_response(request)


class SecondStepMiddleware:
    """Sends staff without an authenticator app to set one up, before a console opens."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asks = settings.STAFF_TOTP_REQUIRED and request.path.startswith(CONSOLES) and request.user.is_authenticated
        if asks and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


class SignatureMiddleware:
    """Whatever the consoles and staff's own pages write is signed by whoever is signed in; before that, by the sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(STAFFS_PAGES):
            return self.get_response(request)

        def signer() -> Actor:
            return actor_of(request) if request.user.is_authenticated else system("sign_in")

        signer()  # Who it is is looked up now: nothing may be asked in the middle of a signature.
        with everything_signed(signer):
            return self.get_response(request)


def _is_over(request: HttpRequest, at: datetime) -> bool:
    began = _noted(request, "staff_began_at") or _note(request, "staff_began_at", at)
    seen = _noted(request, "staff_seen_at")
    if is_over(began_at=began, seen_at=seen or at, at=at):
        return True
    if seen is None or at - seen >= NOTED_EVERY:
        _note(request, "staff_seen_at", at)
        who, key = person_of(request).id, str(request.session.session_key)
        follow_session(Visit(who, key, began, device_of(request), address_of(request), device_mark_of(request)), at=at)
    return False


def _noted(request: HttpRequest, name: str) -> datetime | None:
    text = request.session.get(name)
    return datetime.fromisoformat(text) if text else None


def _note(request: HttpRequest, name: str, at: datetime) -> datetime:
    request.session[name] = at.isoformat()
    return at

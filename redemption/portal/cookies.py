"""The portal's cookies: the session's token, the look, the device, and the address that waits for its one-time code."""

from datetime import datetime
from typing import Literal

from django.core import signing
from django.http import HttpRequest, HttpResponse

from common.ids import new_token, token_hash
from common.visitor import DEVICE, IS_HTTPS

# A cookie of this name can't be planted by another host of the same domain.
SESSION = "__Host-quanyi_member" if IS_HTTPS else "quanyi_member"
THEME = "quanyi_theme"
WAITING = "quanyi_login"
WAITS_SECONDS = 900
_TWO_YEARS = 2 * 365 * 24 * 3600

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")


def token_of(request: HttpRequest) -> str:
    """The session's token, or an empty text."""
    return request.COOKIES.get(SESSION, "")


def keep_token(response: HttpResponse, token: str, expires_at: datetime) -> None:
    """Sign this browser in."""
    response.set_cookie(SESSION, token, expires=expires_at, secure=IS_HTTPS, httponly=True, samesite="Lax")


def drop_token(response: HttpResponse) -> None:
    """Sign this browser out."""
    # Not ``delete_cookie``: it leaves out ``Secure``, and browsers then keep a ``__Host-`` cookie.
    response.set_cookie(SESSION, "", max_age=0, secure=IS_HTTPS, httponly=True, samesite="Lax")


def theme_of(request: HttpRequest) -> Theme:
    """Light, dark, or as the system likes it."""
    return as_theme(request.COOKIES.get(THEME))


def as_theme(given: str | None) -> Theme:
    """What was asked for, if it is a look; else the system's."""
    return next((theme for theme in THEMES if theme == given), THEMES[0])


def keep_theme(response: HttpResponse, theme: Theme) -> None:
    """Remember the look for a year."""
    response.set_cookie(THEME, theme, max_age=365 * 24 * 3600, secure=IS_HTTPS, httponly=True, samesite="Lax")


def waiting_address(request: HttpRequest) -> str:
    """The phone or mail that asked for a code a moment ago, or an empty text."""
    try:
        return str(signing.loads(request.COOKIES.get(WAITING, ""), salt=WAITING, max_age=WAITS_SECONDS))
    except signing.BadSignature:
        return ""


def keep_waiting_address(response: HttpResponse, address: str) -> None:
    """Remember who asked for a code, until it has been typed in. The address never stands in a URL."""
    value = signing.dumps(address, salt=WAITING)
    response.set_cookie(WAITING, value, max_age=WAITS_SECONDS, path="/login/", secure=IS_HTTPS, httponly=True, samesite="Lax")


def drop_waiting_address(response: HttpResponse) -> None:
    """Forget who asked."""
    response.delete_cookie(WAITING, path="/login/", samesite="Lax")


def device_named(request: HttpRequest) -> str:
    """
    What this browser calls itself, or a new name where it has none yet: drawn by us and signed, so that none is made up.

    A hint for caps per device, no proof: whoever clears their cookies is a new device.
    """
    try:
        return str(signing.loads(request.COOKIES.get(DEVICE, ""), salt=DEVICE))
    except signing.BadSignature:
        return new_token()


def device_print(name: str) -> bytes:
    """What is kept of a device's name."""
    return token_hash(name)


def keep_device(response: HttpResponse, name: str) -> None:
    """Let this browser go by its name for two years."""
    value = signing.dumps(name, salt=DEVICE)
    response.set_cookie(DEVICE, value, max_age=_TWO_YEARS, secure=IS_HTTPS, httponly=True, samesite="Lax")

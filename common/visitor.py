"""From where a request comes: network address and device, as they are recorded with sign-ins and reveals."""

from ipaddress import ip_address

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from common.sealed import fingerprint

IS_HTTPS = settings.BASE_URL.startswith("https://")
DEVICE = "__Host-quanyi_device" if IS_HTTPS else "quanyi_device"


def address_of(request: HttpRequest) -> str | None:
    """The network address. A forwarded one is believed only behind the proxy that the settings name."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) else ""
    # The last entry is what our own proxy saw; those before it are whatever the client claimed.
    given = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(given))
    except ValueError:
        return None


def device_of(request: HttpRequest) -> str:
    """The device's name for itself, cut to what is kept."""
    return request.META.get("HTTP_USER_AGENT", "")[:200]


def device_mark_of(request: HttpRequest) -> str:
    """
    What one device is counted by: the print of the mark that its browser keeps, or of an app's header ``Device``; else empty.

    A mark that we did not make counts for nothing: nobody may choose whose count they add to.
    """
    if kept := request.COOKIES.get(DEVICE, ""):
        try:
            return _print(f"browser:{signing.loads(kept, salt=DEVICE)}")
        except signing.BadSignature:
            return ""
    app = request.headers.get("Device", "")[:200]
    return _print(f"app:{app}") if app else ""


def _print(mark: str) -> str:
    return fingerprint(mark, purpose="device").hex()[:32]

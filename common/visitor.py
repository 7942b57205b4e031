"""From where a request comes: network address and device, as they are recorded with sign-ins and reveals."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


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

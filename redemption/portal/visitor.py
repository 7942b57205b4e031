"""From where a request comes: network address and device, as they are recorded with sign-ins and reveals."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


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


# The first that fits: an app's own browser names itself before the browser that it is made of.
_APPS = (
    ("MicroMessenger", _("WeChat")),
    ("DingTalk", _("DingTalk")),
    ("Lark", _("Feishu")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_in_words(device: str) -> str:
    """``iPhone · WeChat``: a device as its owner would call it."""
    named = [next((name for sign, name in table if sign in device), "") for table in (_DEVICES, _APPS)]
    return " · ".join(str(name) for name in named if name) or str(_("Unknown device"))

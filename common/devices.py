"""Devices, as their owners would call them."""

from django.utils.translation import gettext_lazy as _

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

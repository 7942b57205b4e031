"""Languages, static files and the consoles' looks."""

from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from config.settings.environment import BASE_DIR, DATA_DIR, TESTING, env

LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_KEEP_ONLY_HASHED_FILES = not TESTING
# Pictures and fonts are compressed already; maps are read by nobody but a developer's browser.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "jpg",
    "jpeg",
    "png",
    "gif",
    "webp",
    "zip",
    "gz",
    "tgz",
    "bz2",
    "tbz",
    "xz",
    "br",
    "woff",
    "woff2",
    "map",
)

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Quanyi console"),
    "SITE_HEADER": "Quanyi 权益中枢",
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("brand/mark.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("brand/mark.svg")}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "COLORS": {
        "primary": {
            "50": "oklch(97% .015 165)",
            "100": "oklch(94% .03 165)",
            "200": "oklch(88% .06 165)",
            "300": "oklch(80% .09 165)",
            "400": "oklch(69% .11 165)",
            "500": "oklch(58% .11 165)",
            "600": "oklch(48% .095 165)",
            "700": "oklch(41% .08 165)",
            "800": "oklch(34% .065 165)",
            "900": "oklch(28% .05 165)",
            "950": "oklch(20% .035 165)",
        },
    },
}

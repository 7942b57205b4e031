"""Links that operators write into terms: only those that open a page or a known app."""

from urllib.parse import urlsplit

# A browser runs some schemes as a script. What is not listed is shown to nobody.
_SCHEMES = frozenset({"https", "http", "weixin", "alipays", "taobao", "openapp.jdmobile", "imeituan", "dianping", "bilibili"})


def safe_use_url(given: str) -> str:
    """The link, if it may be tapped; else an empty text."""
    try:
        parts = urlsplit(given.strip())
    except ValueError:
        return ""
    return parts.geturl() if parts.scheme.lower() in _SCHEMES and parts.netloc else ""

"""How codes are read: as printed, as compared, and how little of them may be shown. Pure."""

import unicodedata

# What suppliers' files write for a dash, as it is after NFKC: hyphens, dashes, the minus sign, the hyphen bullet.
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58"), "-")
_SHOWN = 4
_HIDDEN_AT_LEAST = 12


def printed(text: str, *, case_sensitive: bool) -> str:
    """
    The code as a card shows it: full-width forms made plain, every dash a ``-``, no space around it.

    Capitals unless case matters. This is the form that is checked against the product's pattern, kept and shown.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    text = text.strip()
    return text if case_sensitive else text.upper()


def compared(code: str) -> str:
    """The printed form without dashes and spaces: two codes that a shop would take for the same are equal."""
    return code.replace("-", "").replace(" ", "")


def tail_of(form: str) -> str:
    """The last characters of a compared form, where enough stay hidden; else nothing."""
    return form[-_SHOWN:] if len(form) >= _SHOWN + _HIDDEN_AT_LEAST else ""


def masked(form: str) -> str:
    """``····9JQX``, or nothing where the rest would be too short to stay a secret."""
    tail = tail_of(form)
    return f"····{tail}" if tail else ""

"""Codes that can be recognised wherever they leak: each begins with the run's marker, looked for in every disguise."""

import base64
import random
import re
from urllib.parse import quote

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def marker(seed: int) -> str:
    """The first half of every canary of a run, as a code writes it: ``QK7M-X2PD``."""
    dice = random.Random(f"{seed}:canary")
    return "-".join("".join(dice.choice(_LETTERS) for _ in range(4)) for _ in range(2))


def cards(seed: int, first: int, count: int) -> list[str]:
    """So many different codes with the marker, from the number ``first`` on."""
    mark, size = marker(seed), len(_LETTERS)
    codes = []
    for number in range(first, first + count):
        # Another order than that of the numbers, and never the same twice: a bijection on eight letters.
        spread, letters = number * 6_700_417 % size**8, []
        for _ in range(8):
            spread, rest = divmod(spread, size)
            letters.append(_LETTERS[rest])
        codes.append(f"{mark}-{''.join(letters[:4])}-{''.join(letters[4:])}")
    return codes


def disguises(text: str) -> dict[str, str]:
    """The ways in which a text may lie about, by name."""
    raw = text.encode()
    bare = text.replace("-", "")
    forms = {
        "plain": text,
        "lower": text.lower(),
        "without dashes": bare,
        "lower without dashes": bare.lower(),
        "reversed": text[::-1],
        "hex": raw.hex(),
        "hex upper": raw.hex().upper(),
        "url": quote(text, safe="").replace("-", "%2D"),
        "half": text[1:],
    }
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + raw).decode()
        # Only what depends on the text alone: the first and last letters mix with their neighbours.
        forms[f"base64 at {offset}"] = coded[(0, 2, 3)[offset] : len(coded) // 4 * 4 - 4]
    return forms


def pattern(texts: list[str]) -> re.Pattern[bytes]:
    """One expression for all disguises of all texts."""
    forms = {form for text in texts for form in disguises(text).values() if len(form) >= 7}
    return re.compile(b"|".join(re.escape(form.encode()) for form in sorted(forms, key=len, reverse=True)))

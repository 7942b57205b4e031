"""Codes of our own coupons, drawn by a pattern: ``#`` is a digit, ``?`` a letter or digit, everything else stands as it is. Pure."""

from collections.abc import Callable, Sequence
from math import log2

DIGITS = "0123456789"
# Nothing that people confuse: no 0 and O, no 1, I and L, no U that makes words.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_PLACES = {"#": DIGITS, "?": LETTERS}

DEFAULT_PATTERN = "????-????-????"
# One in four thousand million: with a million coupons out, a guess at a till hits once in four thousand tries.
LEAST_BITS = 32.0


def is_shared_pattern(pattern: str) -> bool:
    """Whether the pattern makes one code only."""
    return bool(pattern) and not any(place in _PLACES for place in pattern)


def bits_of(pattern: str) -> float:
    """How hard one code is to guess, in bits."""
    return sum(log2(len(_PLACES[place])) for place in pattern if place in _PLACES)


def drawn(pattern: str, choose: Callable[[Sequence[str]], str]) -> str:
    """One code. ``choose`` draws one of several; for value it draws from the system's secure source."""
    return "".join(choose(_PLACES[place]) if place in _PLACES else place for place in pattern)

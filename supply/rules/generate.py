"""Codes of our own: 32 letters that nobody confuses, the last one a check. Pure; the drawing is an operation's."""

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_FIELD = 0b100101  # x⁵ + x² + 1: two (the letter 2) runs through all 31 other letters before it returns.
_GROUP = 4

SHORTEST, LONGEST, MOST = 13, 32, 1_000_000
DEFAULT_LENGTH = 16


class LengthRefused(Refused):
    code = "code_length_refused"
    sentence = _("A code needs %(shortest)s to %(longest)s characters, so that nobody guesses one.")


class CountRefused(Refused):
    code = "code_count_refused"
    sentence = _("Between 1 and %(most)s codes are made at once.")


def refuse_unless_sound(*, count: int, length: int) -> None:
    """
    The shortest code has 60 random bits: no counter, however open, lets anyone try that many.

    :raises LengthRefused: too short to be safe, or too long to be typed.
    :raises CountRefused: nothing, or more than one file may hold.
    """
    if not SHORTEST <= length <= LONGEST:
        raise LengthRefused(shortest=SHORTEST, longest=LONGEST)
    if not 1 <= count <= MOST:
        raise CountRefused(most=f"{MOST:,}")


def guess_chance(count: int, length: int) -> float:
    """The chance that one guess with a right check character hits one of ``count`` codes of ``length`` characters."""
    return min(1.0, count / len(ALPHABET) ** (length - 1))


def with_check(drawn: str) -> str:
    """
    The drawn characters and their check character.

    A polynomial over the field of 32: one wrong character, or two exchanged ones wherever they stand, never pass.
    """
    return drawn + ALPHABET[_doubled(_remainder(drawn))]


def is_consistent(code: str) -> bool:
    """Whether a typed code can be one of ours at all. Dashes and spaces do not count."""
    letters = code.upper().replace("-", "").replace(" ", "")
    return len(letters) > 1 and set(letters) <= _VALUES.keys() and _remainder(letters) == 0


def grouped(code: str) -> str:
    """As it is printed: ``7K2M-9QXD-4H1V-W3PT``."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _remainder(letters: str) -> int:
    remainder = 0
    for letter in letters:
        remainder = _doubled(remainder) ^ _VALUES[letter]
    return remainder


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value > 31 else value

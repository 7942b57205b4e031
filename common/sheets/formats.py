"""
What a number format shows for a number: the number itself, a text that is told exactly, or something nobody should guess.

Numbers alone: the reader of workbooks has turned what a date format shows into a date before anything here is asked.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from common.sheets.shapes import Reshaped

# The formats that a workbook names by number alone and that may show something else than the number.
BUILT_IN = {9: "0%", 10: "0.00%", 12: "# ?/?", 13: "# ??/??"}

_SECTIONS = re.compile(r'((?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;])*)(?:;|$)', re.DOTALL)
# Literal text, written in four ways; room and fillers, which show nothing; and what stands for digits.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<sign>[-+/():!^&\'~{}<>= ]|[$¥￥€£])|(?P<bracket>\[[^\]]*\])'
    r"|(?P<nothing>_.|\* )|(?P<mask>E[+-]0+|.)",
    re.DOTALL | re.IGNORECASE,
)
_COLOUR = re.compile(
    r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+|黑色|蓝色|青色|绿色|洋红|红色|白色|黄色|颜色 ?\d+)\]", re.I
)
# A currency and a language. Longer codes of a language choose other digits.
_LOCALE = re.compile(r"\[\$([^\]-]*)(?:-(?:[0-9A-F]{1,4}|[a-z]{1,3}(?:-[a-z0-9]+)*))?\]", re.IGNORECASE)
_GENERAL = re.compile(r"general|@", re.IGNORECASE)
_GENERAL_IN_CHINESE = ("G/通用格式", "G/標準", "G/标准")
# The digits as they are, with or without thousands set apart, decimals or an exponent.
_PLAIN = re.compile(r"(?=[#0])(?:#+,)*#*0?(?<=[#0])(?:\.[0#?]+)?(?:E[+-]0+)?", re.IGNORECASE)
_PADDED = re.compile(r"(?=[#0])#*0*")
_PERCENT = re.compile(r"0(?:\.(0+))?%")
_FRACTION = re.compile(r"# \?+/\?+")
_CURRENCIES = {"", "CNY", "RMB", "USD", "US$", "HKD", "HK$", "EUR"}
_MINUS = ("-", "()")
_MOST_EXACT = 10**15


class _Section(NamedTuple):
    """One section of a format: its pieces, each literal text or a mask; its masks, where they are one run; its literals."""

    pieces: tuple[tuple[bool, str], ...]
    run: str
    literals: str


@cache
def is_plain(code: str) -> bool:
    """Whether every number is shown as what it is."""
    return all(shown(number, code) is number for number in (1, 0, -1, 0.5))


def shown(number: float, code: str) -> str | float | Reshaped:
    """The number where the format shows just that; another text where it is told exactly, such as ``000042``; else ``Reshaped``."""
    section, has_own_sign = _section_for(number, code)
    if section is None:
        return Reshaped(f"{number:.15g}")
    if _shows_itself(section, number, has_own_sign=has_own_sign):
        return number
    percent = _PERCENT.fullmatch(section.run) if not section.literals and not has_own_sign else None
    if percent:
        share = float(f"{number * 100:.15g}")
        return f"{share:.15g}%" if round(share, len(percent[1] or "")) == share else Reshaped(f"{number:.15g}")
    mask = "".join(text for is_mask, text in section.pieces if is_mask)
    if 0 <= number < _MOST_EXACT and number == int(number) and _PADDED.fullmatch(mask):
        return _filled(section, int(number), len(mask)) or Reshaped(f"{number:.15g}")
    return Reshaped(f"{number:.15g}")


def _section_for(number: float, code: str) -> tuple[_Section | None, bool]:
    """The section that shows this number, and whether it must say itself that a number is below zero."""
    if _FRACTION.fullmatch(code):
        return (_section("0") if number == int(number) else None), False
    sections = _numeric_sections(code)
    place = 1 if number < 0 < len(sections) - 1 else 2 if number == 0 and len(sections) > 2 else 0
    return (sections[place] if place < len(sections) else None), number < 0 and place == 1


@cache
def _numeric_sections(code: str) -> tuple[_Section | None, ...]:
    texts = _SECTIONS.findall(code)[:-1] if code else ["General"]
    if len(texts) > 1 and (len(texts) == 4 or "@" in texts[-1]):
        texts.pop()  # What it shows for text.
    return tuple(_section(text) for text in texts)


def _section(text: str) -> _Section | None:
    for general in _GENERAL_IN_CHINESE:
        text = text.replace(general, "General")
    pieces: list[tuple[bool, str]] = []
    for match in _PIECE.finditer(text):
        kind, piece = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "bracket":
            locale = _LOCALE.fullmatch(piece)
            if not locale and not _COLOUR.fullmatch(piece):
                return None  # A condition, a duration, other digits.
            pieces.append((False, locale[1] if locale else ""))
        elif kind != "nothing":
            pieces.append((kind == "mask", piece))
    masks = [place for place, (is_mask, _text) in enumerate(pieces) if is_mask]
    if not masks:
        return None
    inner = pieces[masks[0] : masks[-1] + 1]
    run = "".join(text for _is_mask, text in inner) if len(inner) == len(masks) else ""
    return _Section(tuple(pieces), run, "".join(text for is_mask, text in pieces if not is_mask).strip())


def _shows_itself(section: _Section, number: float, *, has_own_sign: bool) -> bool:
    around = section.literals
    if has_own_sign:
        minus = next((sign for sign in _MINUS if all(around.count(mark) == 1 for mark in sign)), None)
        if minus is None:
            return False
        around = "".join(character for character in around if character not in minus)
    is_currency = around.strip() in _CURRENCIES or all(unicodedata.category(character) == "Sc" for character in around.strip())
    if not is_currency:
        return False
    if _GENERAL.fullmatch(section.run):
        return True
    return _PLAIN.fullmatch(section.run) is not None and (number != 0 or "0" in section.run)


def _filled(section: _Section, number: int, places: int) -> str:
    """Digits in their places from the right; the first place takes what is left."""
    digits = str(number) if number else ""
    told: list[str] = []
    for is_mask, text in reversed(section.pieces):
        if is_mask:
            places -= 1
            piece, digits = (digits[-1:], digits[:-1]) if places else (digits, "")
            told.append(piece or text.replace("#", ""))
        else:
            told.append(text)
    return "".join(reversed(told)).strip()

"""How a Chinese catalogue may be written: nothing of a text is lost on the way, and it reads as Chinese is set."""

import ast
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Names that are the same in both languages.
SAME_IN_BOTH = {"API", "SKU", "UnionID"}

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|</?\w+[^>]*>")
_FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[0\])?) ((?:".*"\n?)+)', re.MULTILINE)
_HAN = "[\u4e00-\u9fff]"


@dataclass(frozen=True, slots=True)
class Text:
    """One entry. Of a text with a plural, ``said`` is the plural: Chinese has that form alone."""

    name: str
    said: str
    chinese: str


def faults(catalogue: Path) -> list[str]:
    """One line for each translated text that breaks a rule of ``RULES``."""
    return [f"{why}: {text.name}" for text in _texts(catalogue) for why, is_broken in RULES.items() if is_broken(text)]


def _loses_a_placeholder(text: Text) -> bool:
    return sorted(_PLACEHOLDER.findall(text.said)) != sorted(_PLACEHOLDER.findall(text.chinese))


def _is_not_chinese(text: Text) -> bool:
    words = re.search("[A-Za-z]", _bare(text.said))
    return bool(words) and text.chinese == text.said and text.said not in SAME_IN_BOTH


def _has_narrow_punctuation(text: Text) -> bool:
    return bool(re.search(rf"{_HAN}[.,;:?!]", _bare(text.chinese)))


def _exclaims(text: Text) -> bool:
    return "!" in text.chinese or "！" in text.chinese


def _crowds_latin(text: Text) -> bool:
    return bool(re.search(rf"{_HAN}[A-Za-z0-9]|[A-Za-z0-9]{_HAN}", _bare(text.chinese)))


RULES: dict[str, Callable[[Text], bool]] = {
    "placeholders or tags differ": _loses_a_placeholder,
    "left in English": _is_not_chinese,
    "half-width punctuation after Chinese": _has_narrow_punctuation,
    "an exclamation mark": _exclaims,
    "no space between Chinese and Latin": _crowds_latin,
}


def _bare(text: str) -> str:
    """Without placeholders and tags; what stands on their two sides does not touch."""
    return _PLACEHOLDER.sub("\0", text)


def _texts(catalogue: Path) -> list[Text]:
    command = ["msgattrib", "--translated", "--no-fuzzy", "--no-obsolete", "--no-wrap", str(catalogue)]
    entries = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n\n")
    fields = [{name: _joined(lines) for name, lines in _FIELD.findall(entry)} for entry in entries]
    return [_text(found) for found in fields if found.get("msgid")]


def _text(found: dict[str, str]) -> Text:
    said = found.get("msgid_plural", found["msgid"])
    return Text(found["msgid"], said, found.get("msgstr", found.get("msgstr[0]", "")))


def _joined(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.splitlines())

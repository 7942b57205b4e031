"""JSON read without a guess. Every fault names a field and never quotes the text: codes may be in it."""

import json
import re
from datetime import date, datetime
from typing import Any, NoReturn

Fields = dict[str, Any]

MAX_AMOUNT = 10**15
_TEXT = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")


class Unreadable(Exception):
    """The text is not the JSON that was promised."""


def read_object(raw: bytes) -> Fields:
    """
    One JSON object in UTF-8.

    :raises Unreadable: other encodings, duplicate keys, NaN and Infinity, nesting without end, anything but an object.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError):
        # "from None": the decoder's own error carries the whole text along.
        raise Unreadable("not JSON") from None
    return as_object(value, "answer")


def as_object(value: object, name: str) -> Fields:
    if not isinstance(value, dict):
        raise Unreadable(f"{name} is not an object")
    return value


def objects(fields: Fields, name: str) -> list[Fields]:
    """A list of objects; absent or null reads as none."""
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unreadable(f"{name} is not a list")
    return [as_object(item, name) for item in value]


def text(fields: Fields, name: str, *, longest: int = 200) -> str:
    """Text on one line, not empty."""
    value = fields.get(name)
    if not isinstance(value, str) or len(value) > longest or not _TEXT.fullmatch(value):
        raise Unreadable(f"{name} is not a line of text")
    return value


def optional_text(fields: Fields, name: str, *, longest: int = 200) -> str | None:
    return None if fields.get(name) in (None, "") else text(fields, name, longest=longest)


def whole(fields: Fields, name: str, *, least: int = 0) -> int:
    """A whole number; ``true``, ``1.0`` and ``"1"`` are not."""
    value = fields.get(name)
    if type(value) is not int or not least <= value <= MAX_AMOUNT:
        raise Unreadable(f"{name} is not a whole number in range")
    return value


def truth(fields: Fields, name: str) -> bool:
    value = fields.get(name)
    if not isinstance(value, bool):
        raise Unreadable(f"{name} is not true or false")
    return value


def currency(fields: Fields) -> str:
    value = fields.get("currency")
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise Unreadable("currency is not three capital letters")
    return value


def day(fields: Fields, name: str) -> date | None:
    """A date as ``YYYY-MM-DD``, or None."""
    value = optional_text(fields, name)
    if value is None:
        return None
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Unreadable(f"{name} is not a date")


def moment(fields: Fields, name: str) -> datetime | None:
    """A time in RFC 3339, always with its offset, or None."""
    value = optional_text(fields, name)
    try:
        found = None if value is None else datetime.fromisoformat(value)
    except ValueError:
        raise Unreadable(f"{name} is not a time") from None
    if found is not None and found.tzinfo is None:
        raise Unreadable(f"{name} has no offset")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> Fields:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key stands twice")
    return fields


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("not a number of JSON")

"""What goes through the pipe between the limited child and us: lines of JSON, with the few types JSON lacks."""

import datetime
import json
from typing import Any

from common.sheets.shapes import Cell, Formula, Merged, Moment, Reshaped

DATE, FORMULA, MERGED, MOMENT, RESHAPED = "d", "f", "m", "t", "r"


def to_line(value: Any) -> bytes:
    """One line of JSON."""
    return _encode(value).encode("utf-8", "surrogatepass") + b"\n"


def from_line(line: bytes) -> Any:
    """What ``to_line`` wrote."""
    return _decode(line.decode("utf-8", "surrogatepass"))


def _to_json(value: object) -> dict[str, str]:
    if isinstance(value, datetime.date):
        return {DATE: value.isoformat()}
    if isinstance(value, Formula):
        return {FORMULA: value.text}
    if isinstance(value, Merged):
        return {MERGED: value.range}
    if isinstance(value, Moment):
        return {MOMENT: value.text}
    if isinstance(value, Reshaped):
        return {RESHAPED: value.text}
    raise TypeError(type(value).__name__)


def _from_json(value: dict[str, Any]) -> Cell | dict[str, Any]:
    if len(value) == 1:
        [(kind, text)] = value.items()
        if kind == DATE:
            return datetime.date.fromisoformat(text)
        if kind == FORMULA:
            return Formula(text)
        if kind == MERGED:
            return Merged(text)
        if kind == MOMENT:
            return Moment(text)
        if kind == RESHAPED:
            return Reshaped(text)
    return value


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_to_json).encode
_decode = json.JSONDecoder(object_hook=_from_json).decode

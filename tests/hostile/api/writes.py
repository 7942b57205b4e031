"""Every address that takes a body, with a good one; and what stands in for each of its values."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

GRANT: dict[str, Any] = {
    "member": {"staff_no": "S1", "phone": "13800001111", "email": "a@b.test", "external_id": "u-1", "name": "林超"},
    "benefit": "ecard",
    "quantity": 1,
    "valid_from": "2026-11-05",
    "valid_until": "2099-01-01",
    "note": "x",
    "reference": "r-1",
}
EVENT: dict[str, Any] = {
    "kind": "page.viewed",
    "member": {"staff_no": "S1"},
    "key": "k-1",
    "occurred_at": "2026-11-05T10:00:00Z",
    "data": {},
}
PERSON: dict[str, Any] = {
    "name": "林超",
    "staff_no": "S1",
    "phone": "13800001111",
    "email": "a@b.test",
    "department": "A/B",
    "joined_on": "2026-01-01",
    "birthday": "1990-01-01",
    "region": "上海",
    "language": "en",
    "state": "active",
}
ENTERPRISE: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "grants"): GRANT,
    ("POST", "batches"): {"grants": [GRANT]},
    ("POST", "events"): {"events": [EVENT]},
    ("PUT", "members/u-1"): PERSON,
}
MEMBER: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "login/code"): {"phone": "13800001111"},
    ("POST", "login/token"): {"phone": "13800001111", "code": "123456", "enterprise": "galaxy"},
    ("POST", "grants/{grant}/claim"): {"account": "13800001111", "choices": ["ecard"]},
    ("POST", "redemptions/{redemption}/complaint"): {"reason": "other", "note": "x"},
    ("POST", "redemptions/{redemption}/use"): {"number": 1},
    ("POST", "redemptions/{redemption}/unuse"): {"number": 1},
}

_ANY_SCALAR: list[Any] = [None, [], {}, [[]], [None], {"a": 1}]
_FOR_TEXT = [*_ANY_SCALAR, 7, 1.5, True, 2**63, "\u0001", "a\u2028b"]
_FOR_WHOLE = [*_ANY_SCALAR, "1", 1.0, 1.5, True, False, -1, 0, 1001, 2**62, -(2**62), "", "١"]
_FOR_DAY = [
    *_ANY_SCALAR,
    7,
    True,
    "2026-02-30",
    "20261105",
    "2026-11-05T00:00:00Z",
    "2026-1-1",
    "",
    "２０２６-11-05",
    "10000-01-01",
    "0000-01-01",
]
_FOR_MOMENT = [*_ANY_SCALAR, 1_700_000_000, True, "2026-11-05T10:00:00", "2026-02-30T10:00:00Z", "2026-11-05", "2026-11-05T25:00:00Z", ""]
_FOR_OBJECT: list[Any] = [None, [], "x", 7, True, [{}]]
_FOR_LIST: list[Any] = [None, {}, "x", 7, True, {"0": {}}]
_DAYS, _MOMENTS = {"valid_from", "valid_until", "joined_on", "birthday"}, {"occurred_at"}


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A body in which one value is of the wrong kind, and where that value stands."""

    at: str
    value: Any
    body: Any


def spoilt(good: dict[str, Any]) -> Iterator[Spoilt]:
    """The good body once for every value that does not fit each of its places."""
    for path, value in _places(good):
        for wrong in _wrong_for(str(path[-1]), value):
            yield Spoilt("/".join(map(str, path)), wrong, _with(good, path, wrong))


def overposted(good: dict[str, Any], names: list[str]) -> Iterator[Spoilt]:
    """The good body with twenty fields more, until each was there once, in each of its objects whose fields are named."""
    objects: list[tuple[Any, ...]] = [(), *(path for path, value in _places(good) if isinstance(value, dict) and path[-1] != "data")]
    for path in objects:
        more = [name for name in names if name not in _at(good, path)]
        for start in range(0, len(more), 20):
            some = more[start : start + 20]
            yield Spoilt("/".join(map(str, path)), some, _with(good, path, {**_at(good, path), **dict.fromkeys(some, "x")}))


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if path:
        yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in inner:
        yield from _places(child, (*path, name))


def _wrong_for(name: str, value: Any) -> list[Any]:
    if isinstance(value, dict):
        return _FOR_OBJECT
    if isinstance(value, list):
        return _FOR_LIST
    if isinstance(value, int):
        return _FOR_WHOLE
    return _FOR_DAY if name in _DAYS else _FOR_MOMENT if name in _MOMENTS else _FOR_TEXT


def _with(good: dict[str, Any], path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    body = deepcopy(good)
    _at(body, path[:-1])[path[-1]] = value
    return body


def _at(body: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        body = body[step]
    return body

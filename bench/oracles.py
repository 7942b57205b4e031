"""
What a stopwatch tells a stranger: answers about what is another's beside answers about what is nowhere.

The product's own views in this process, without a network that would hide a difference. The two questions take turns, each
from an address of its own, so that no limit answers in their place; the bodies must be the same to the byte.
"""

import json
import logging
from collections.abc import Callable, Sequence
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from django.test import Client, override_settings

from bench.figures import Aim, Figure
from bench.ground import Ground, make_grants, make_ground, make_stock, settle_tables, sign_in_all
from common.ids import new_id
from tests.factories import make_member

TIMES, WARM_UP = 1000, 50
ASKERS = 50  # Nobody asks more often than a member may.
LIMIT_MS = 2.0
_IN_THEIR_PLACE = {403, 429}
WRONG = "000000"

# What the test client answers with.
Answer = Any
Ask = Callable[[int], Answer]
_addresses = (f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in count(1))


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """Each pair of questions, and by how much the medians of their answers' times differ."""
    times = max(20, int(TIMES * scale))
    own, other = make_ground(members=ASKERS), make_ground(members=1)
    known, unknown = (tuple(f"+86{prefix}{n:08d}" for n in range(times + WARM_UP)) for prefix in (138, 139))
    for phone in known:
        make_member(own.enterprise, phone=phone)
    pairs = {
        "a foreign grant, one that is nowhere": _grants(own, other),
        "a code to a member's phone, to a stranger's": (_asks_for_code(known), _asks_for_code(unknown)),
        "a wrong code of a member, of a stranger": (_tries_code(known), _tries_code(unknown)),
    }
    settle_tables()
    logging.disable(logging.WARNING)  # Each of these answers is a refusal, and nobody reads thousands of them.
    with override_settings(API_MISSES=10**9, API_REQUESTS_PER_MEMBER=10**9, RISK_LIMITS_TIMES=10**4):
        figures = [_compared(name, *asks, times) for name, asks in pairs.items()]
    return figures, [f"medians of {times} each, absolute differences"]


def _compared(name: str, one: Ask, other: Ask, times: int) -> Figure:
    for n in range(WARM_UP):
        one(n), other(n)
    spent: list[tuple[float, float]] = []
    for n in range(WARM_UP, WARM_UP + times):
        if n % 2:  # Neither always comes first.
            (first, said), (second, also) = _timed(one, n), _timed(other, n)
        else:
            (second, also), (first, said) = _timed(other, n), _timed(one, n)
        if (said.status_code, said.content) != (also.status_code, also.content) or said.status_code in _IN_THEIR_PLACE:
            raise AssertionError(f"{name}: {said.status_code} {said.content!r} and {also.status_code} {also.content!r}")
        spent.append((first, second))
    first_side, second_side = (median(side) for side in zip(*spent, strict=True))
    return Figure(f"{name}: medians apart", abs(first_side - second_side) * 1000, "limit", LIMIT_MS, "ms", Aim(1))


def _timed(ask: Ask, n: int) -> tuple[float, Answer]:
    began = perf_counter()
    answer = ask(n)
    return perf_counter() - began, answer


def _grants(own: Ground, other: Ground) -> tuple[Ask, Ask]:
    tokens = list(sign_in_all(own, kind="api").values())
    foreign = make_grants(other, make_stock(1)[0], 1)[0][0]

    def asks_for(grant: Callable[[], UUID]) -> Ask:
        return lambda n: _client().get(f"/api/v1/grants/{grant()}", headers={"authorization": f"Bearer {tokens[n % ASKERS]}"})

    return asks_for(lambda: foreign), asks_for(new_id)


def _asks_for_code(phones: Sequence[str]) -> Ask:
    return lambda n: _post("login/code", {"phone": phones[n]})


def _tries_code(phones: Sequence[str]) -> Ask:
    return lambda n: _post("login/token", {"phone": phones[n], "code": WRONG})


def _post(path: str, body: dict[str, str]) -> Answer:
    return _client().post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def _client() -> Client:
    return Client(headers={"host": "127.0.0.1", "accept": "application/json"}, REMOTE_ADDR=next(_addresses))

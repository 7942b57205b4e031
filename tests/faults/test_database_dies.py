"""PostgreSQL killed as a whole, and its connections one by one, under load: what was acknowledged is there."""

import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from psycopg import OperationalError

from config.embedded.access import USER
from tests.faults.whole import Tap, Whole, at_once, until_answered, wait_until
from tests.stress.families import family, send

pytestmark = pytest.mark.faults
CALLERS, TAPS = 4, 20


def _load(whole: Whole) -> tuple[list[list[Tap]], list[Callable[[], Any]]]:
    rows = [[whole.granted() for _ in range(TAPS // CALLERS * 2)] for _ in range(CALLERS)]
    return rows, [partial(_claim_all, row) for row in rows]


def _claim_all(taps: list[Tap]) -> list[tuple[str, str]]:
    made = []
    for tap in taps:
        answer = tap.until_answered()
        assert answer.status == 201
        made.append((tap.grant, answer.json()["id"]))
        time.sleep(0.05)
    return made


def _acknowledged_are_there(whole: Whole, claimed: list[list[tuple[str, str]]]) -> None:
    acknowledged = [pair for row in claimed for pair in row]
    held = whole.read(
        "SELECT grant_id::text, id::text FROM redemption_redemption WHERE grant_id = ANY(%s::uuid[])", [g for g, _r in acknowledged]
    )
    assert sorted(held) == sorted(acknowledged)


def test_kill_9_of_postgresql_under_load_loses_nothing_acknowledged_and_it_is_back_in_seconds(whole: Whole) -> None:
    _rows, acts = _load(whole)
    seconds: list[float] = []

    def kill() -> list[Any]:
        for _round in range(2):
            time.sleep(0.5)
            pid = whole.stage.database.pid
            assert pid is not None
            killed_at = time.monotonic()
            send(family(pid), signal.SIGKILL)
            time.sleep(0.3)
            program = whole.program()
            until_answered(partial(program.get, "budgets"))
            seconds.append(time.monotonic() - killed_at)
        return []

    *claimed, _killed = at_once([*acts, kill])
    _acknowledged_are_there(whole, claimed)
    print(f"back after {', '.join(f'{each:.1f} s' for each in seconds)}")
    assert max(seconds) < 15  # Five on a machine of its own; a busy one starts processes more slowly.


def test_backends_terminated_at_random_lose_nothing_and_show_no_error_page(whole: Whole) -> None:
    _rows, acts = _load(whole)
    is_over = threading.Event()

    def terminate() -> list[Any]:
        while not is_over.wait(0.1):
            whole.read("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND random() < 0.3", USER)
        return []

    def all_of_them() -> list[Any]:
        try:
            return at_once(acts)
        finally:
            is_over.set()

    claimed, _ended = at_once([all_of_them, terminate])
    _acknowledged_are_there(whole, claimed)


def test_nobody_pays_for_connections_that_died_in_the_pool(whole: Whole) -> None:
    def burst() -> list[int]:
        return [answer.status for answer in at_once([lambda: whole.program().get("budgets")] * 24)]

    assert set(burst()) == {200}  # Now every pool is full of connections.
    pid = whole.stage.database.pid
    assert pid is not None
    send(family(pid), signal.SIGKILL)
    wait_until(partial(_is_another_up, whole, pid))
    assert [*burst(), *burst()] == [200] * 48


def _is_another_up(whole: Whole, pid: int) -> bool:
    try:
        return whole.stage.database.pid != pid and whole.value("SELECT 1") == 1
    except OperationalError:
        return False

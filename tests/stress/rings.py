"""Who waits for whom in a ring, seen while they wait: PostgreSQL counts deadlocks, and its log is too discreet to say whose they were."""

import threading
from contextlib import suppress

import psycopg

_WAITING = """SELECT pid, pg_blocking_pids(pid), application_name, regexp_replace(query, '''[^'']*''', '?', 'g')
    FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"""


class Rings:
    """Looks five times a second, while a ring lasts a whole one. ``seen`` has the statements of each ring, without their values."""

    def __init__(self, judge_url: str) -> None:
        self._judge_url = judge_url
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.seen: set[tuple[str, ...]] = set()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(30)

    def _watch(self) -> None:
        while not self._stopping.wait(0.2):
            with suppress(psycopg.Error), psycopg.connect(self._judge_url, autocommit=True, connect_timeout=2) as judge:
                before: set[tuple[str, ...]] = set()
                while not self._stopping.wait(0.2):
                    waiting = {pid: (blockers, f"{name}: {query[:600]}") for pid, blockers, name, query in judge.execute(_WAITING)}
                    rings = rings_among(waiting)
                    # One look is not one moment: what lasts from one look to the next is a ring.
                    self.seen |= rings & before
                    before = rings


def rings_among(waiting: dict[int, tuple[list[int], str]]) -> set[tuple[str, ...]]:
    """What those say who wait for each other: of each process whom it waits for, and its statement."""
    found = set()
    for first in waiting:
        path = [first]
        while (after := next((pid for pid in waiting[path[-1]][0] if pid in waiting), None)) is not None:
            if after in path:
                found.add(tuple(sorted(waiting[pid][1] for pid in path[path.index(after) :])))
                break
            path.append(after)
    return found

"""
Watches every statement of a test run for locks that wait, and says which were held already.

A lock that is taken with SKIP LOCKED never waits, so it closes no ring; but it is held, and others may be waited for beside it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

_ROWS = re.compile(r"\bFOR (?:NO KEY )?UPDATE\b(?: OF \"?(\w+)\"?)?( SKIP LOCKED)?", re.IGNORECASE)
_FROM = re.compile(r"\bFROM \"?(\w+)\"?(?: (?:AS )?(\w+))?", re.IGNORECASE)
_ADVISORY = re.compile(r"pg_advisory_xact_lock(?:_shared)?\s*\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lock:
    """``name`` is the table, or ``advisory <subject>``."""

    name: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """``held`` was held when ``wanted`` was waited for."""

    held: str
    wanted: str
    sql: str


@dataclass(slots=True)
class Recorder:
    """
    One for each connection. ``base`` is the depth of savepoints that the test itself stands in; ``in_test`` says that the test
    is a transaction itself: what it does outside of any savepoint is an act each.
    """

    base: int
    edges: list[Edge]
    in_test: bool = False
    _held: list[str] = field(default_factory=list)
    _act: object = None

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self._begin_anew(context["connection"])
        locks = locks_of(sql, params)
        for lock in locks:
            # What is held already is not waited for again.
            if lock.waits and lock.name not in self._held:
                self.edges += [Edge(held, lock.name, " ".join(sql.split())[:160]) for held in self._held]
        result = execute(sql, params, many, context)
        if context["cursor"].rowcount:  # A statement that found no row holds none.
            self._held += [lock.name for lock in locks if lock.name not in self._held]
        return result

    def _begin_anew(self, connection: BaseDatabaseWrapper) -> None:
        """Forget what an earlier act held: a transaction of its own, or in a test that is one itself, a savepoint."""
        saved = connection.savepoint_ids
        is_first = connection.connection.info.transaction_status == TransactionStatus.IDLE
        act = saved[self.base] if len(saved) > self.base else None
        if is_first or act != self._act or (act is None and self.in_test):
            self._held.clear()
        self._act = act


def locks_of(sql: str, params: Any) -> list[Lock]:
    """The locks that a statement takes by name: rows FOR UPDATE, and advisory locks of the transaction."""
    found = [Lock(_table(sql, match[1]), not match[2]) for match in _ROWS.finditer(sql)]
    return found + [Lock(f"advisory {_subject(sql, params)}", True) for _match in _ADVISORY.finditer(sql)]


def _table(sql: str, alias: str | None) -> str:
    tables = {(match[2] or match[1]): match[1] for match in _FROM.finditer(sql)}
    return tables.get(alias, alias) if alias else next(iter(tables.values()), "?")


def _subject(sql: str, params: Any) -> str:
    written = re.search(r"hashtextextended\('([^']+)'", sql)
    given = written[1] if written else next((value for value in _values(params) if isinstance(value, str)), "?")
    return re.split(r":|\.(?=[A-Z0-9])", given)[0]


def _values(params: Any) -> list[Any]:
    return list(params.values()) if isinstance(params, dict) else list(params or [])

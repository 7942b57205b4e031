"""Fails a test in which a lock was waited for against the order of ``docs/locking.md``."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tests.locks.order import against_the_order
from tests.locks.recorder import Edge, Recorder

_edges: list[Edge] = []
# A file to which each edge is added, for those who change the order.
_KEPT_IN = os.environ.get("LOCK_EDGES", "")


def _watch(watched: BaseDatabaseWrapper, *, base: int, in_test: bool = False) -> None:
    others = [wrapper for wrapper in watched.execute_wrappers if not isinstance(wrapper, Recorder)]
    watched.execute_wrappers[:] = [*others, Recorder(base, _edges, in_test)]


def _watch_new(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    _watch(connection, base=len(connection.savepoint_ids))


connection_created.connect(_watch_new, dispatch_uid="tests.locks")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Threads of the test have connections of their own: what they did is told as well."""
    if item.path.parent == Path(__file__).parent:  # They lock against the order to see that it is seen.
        return (yield)
    _edges.clear()
    _watch(connection, base=len(connection.savepoint_ids), in_test=connection.in_atomic_block)
    result = yield
    if _KEPT_IN:
        with Path(_KEPT_IN).open("a", encoding="utf-8") as kept:
            kept.writelines(f"{edge.held} -> {edge.wanted}\t{edge.sql}\n" for edge in _edges)
    wrong = against_the_order(_edges)
    assert not wrong, "Locks against the order of docs/locking.md:\n" + "\n".join(wrong)
    return result

"""
How tables are altered beside the work that goes on.

A statement that waits for a table makes everybody wait who comes after it. So it waits a moment, lets them by, and tries again. What
is built concurrently stops nobody: it may take its time, and is found half-built by the next try.
"""

import re
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from django.db import OperationalError
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from psycopg.errors import DeadlockDetected, LockNotAvailable

# Half of what a caller may be kept waiting; the other half is for the statement itself.
WAIT = "1s"
PAUSE_SECONDS = 2.0
# A step of work in the background may hold a table for ten minutes.
PATIENCE_SECONDS = 900.0

_CONCURRENTLY = re.compile(r"\s*(CREATE\s+(UNIQUE\s+)?|DROP\s+)INDEX\s+CONCURRENTLY\b", re.IGNORECASE)
_BUILDS = re.compile(r'\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)"?', re.IGNORECASE)
_IS_VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(quote_ident(%s))"


def patiently(act: Callable[[], Any], *, say: Callable[[str], object] = lambda _sentence: None) -> Any:
    """``act()``, again while others hold what it needs; only for what leaves nothing behind when it fails."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return act()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected) or time.monotonic() > end:
                raise
            say(f"waits for others: {str(error).splitlines()[0]}")
        time.sleep(PAUSE_SECONDS)


class PatientSchemaEditor(DatabaseSchemaEditor):
    """
    Django's; with a short ``lock_timeout`` and no ``statement_timeout``, what is concurrent without either.

    Outside of a transaction each statement is tried until it has its lock. Within one everything has to be tried again: see the
    ``migrate`` command.
    """

    def __enter__(self) -> Self:
        super().__enter__()
        if not self.collect_sql:
            self._wait_at_most(WAIT)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        super().__exit__(kind, error, trace)
        if not self.collect_sql and not self.connection.in_atomic_block and self.connection.is_usable():
            self._say("RESET lock_timeout; RESET statement_timeout")

    def execute(self, sql: Any, params: Any = ()) -> None:
        if self.collect_sql or self.connection.in_atomic_block:
            super().execute(sql, params)
        elif not _CONCURRENTLY.match(str(sql)):
            patiently(lambda: DatabaseSchemaEditor.execute(self, sql, params))
        elif not self._is_built(str(sql)):
            self._beside_the_work(sql, params)

    def _beside_the_work(self, sql: Any, params: Any) -> None:
        self._wait_at_most("0")
        try:
            super().execute(sql, params)
        finally:
            self._wait_at_most(WAIT)

    def _is_built(self, sql: str) -> bool:
        """Whether an earlier try has built this index. What is left of a try that was killed is dropped."""
        builds = _BUILDS.match(sql)
        if builds is None:
            return False
        with self.connection.cursor() as cursor:
            cursor.execute(_IS_VALID, [builds[1]])
            found = cursor.fetchone()
        if found == (False,):
            self._beside_the_work(f"DROP INDEX CONCURRENTLY {self.quote_name(builds[1])}", None)
        return found == (True,)

    def _wait_at_most(self, wait: str) -> None:
        local = "LOCAL " if self.connection.in_atomic_block else ""
        self._say(f"SET {local}lock_timeout = '{wait}'; SET {local}statement_timeout = 0")

    def _say(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)

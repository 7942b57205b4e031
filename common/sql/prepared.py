"""Statements that the server keeps prepared, in Django's own transaction and seen by its query log."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg._queries import PostgresQuery

from common.scope.backend.cursor import ScopedPreparedCursor


class _PreparedCursor(ScopedPreparedCursor):
    """Remembers its query where Django's query log looks for it; psycopg forgets it once it is prepared."""

    def _send_query_prepared(self, name: bytes, pgq: PostgresQuery, *, binary: bool | None = None) -> None:
        self._query = pgq
        super()._send_query_prepared(name, pgq, binary=binary)


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """
    A cursor that sends values apart from the statement. From the second time on a connection the server neither parses nor
    plans it. Each ``%s`` needs a type that the server can infer.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = _PreparedCursor(connection.connection)
    with connection._prepare_cursor(cursor) as wrapped:  # type: ignore[attr-defined]  # As ``connection.cursor()`` does.
        yield wrapped


def execute(sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Run one statement; how many rows it touched."""
    with prepared_cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount

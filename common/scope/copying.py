"""Rows by the thousand into a table with row level security, which PostgreSQL's COPY refuses to fill."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import sql


@contextmanager
def copying_into(table: str, columns: Sequence[str]) -> Iterator[Any]:
    """
    A COPY whose rows are taken into ``table`` at its end: ``copy.write_row(…)`` for each. Within a transaction.

    They come in beside the table first, unlogged and without an index, then in one statement that the policies judge.
    """
    names = {
        "beside": sql.Identifier(f"incoming_{table}"),
        "table": sql.Identifier(table),
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
    }
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute(_said("CREATE TEMPORARY TABLE {beside} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA", names))
        with cursor.copy(_said("COPY {beside} FROM STDIN", names)) as copy:
            yield copy
        cursor.execute(_said("INSERT INTO {table} ({columns}) SELECT {columns} FROM {beside}", names))
        cursor.execute(_said("DROP TABLE {beside}", names))


def _said(text: str, names: dict[str, Any]) -> Any:
    return sql.SQL(text).format(**names)

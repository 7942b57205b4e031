"""Rows by the thousand into a table with row level security, which PostgreSQL's COPY refuses to fill."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import sql


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """
    Fill ``table`` by COPY; returns how many rows came in. Within a transaction.

    They come in beside the table first, unlogged and without an index, then in one statement that the policies judge. All are
    made before the COPY begins: whoever asks the database meanwhile, for a key say, would wait for itself on this connection.
    """
    ready = list(rows)
    names = {
        "beside": sql.Identifier(f"incoming_{table}"),
        "table": sql.Identifier(table),
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
    }
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.execute(_said("CREATE TEMPORARY TABLE {beside} ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA", names))
        with cursor.copy(_said("COPY {beside} FROM STDIN", names)) as copy:
            for row in ready:
                copy.write_row(row)
        cursor.execute(_said("INSERT INTO {table} ({columns}) SELECT {columns} FROM {beside}", names))
        cursor.execute(_said("DROP TABLE {beside}", names))
    return len(ready)


def _said(text: str, names: dict[str, Any]) -> str:
    return sql.SQL(text).format(**names).as_string()

"""Rows into a table by the thousand."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

Columns = dict[str, str]


def copy_into(table: str, columns: Columns, rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows, in binary. ``columns`` names each column with its PostgreSQL type; a uuid may be given as 16 bytes of bytea."""
    # Made before the COPY begins: whoever asks the database meanwhile, for a key say, would wait for itself on this connection.
    ready = list(rows)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(list(columns.values()))
        for row in ready:
            copy.write_row(row)

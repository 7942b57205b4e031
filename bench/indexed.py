"""The rows that were made, once more by COPY: into a table of the same columns, constraints and indexes."""

import tempfile
from typing import IO

from django.db import connection

from bench.loads import seconds

_BLOCK = 1024 * 1024
_LIKE = "CREATE TABLE bench_indexed (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"


def seconds_indexed(table: str) -> float:
    """
    How long the rows of ``table``, all that stand in it now, take into an empty table like it. No key is looked up elsewhere.

    Row security is lifted while they are read, which nothing but a benchmark's own database ever sees.
    """
    with tempfile.TemporaryFile() as file, connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("DROP TABLE IF EXISTS bench_indexed")
        cursor.execute(_LIKE.format(table=table))
        cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        with cursor.copy(f"COPY (SELECT * FROM {table}) TO STDOUT (FORMAT BINARY)") as copying:
            for block in copying:
                file.write(block)
        cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        assert file.tell() > 0
        file.seek(0)
        return seconds(lambda: _into_indexed(file))


def _into_indexed(file: IO[bytes]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY bench_indexed FROM STDIN (FORMAT BINARY)") as copying:
        while block := file.read(_BLOCK):
            copying.write(block)

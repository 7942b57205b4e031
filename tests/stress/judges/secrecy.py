"""No code in the clear in anything that the platform has written: every column of every table, every log."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from tests.stress.acks import Finding

_OVERLAP = 200
_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
"""


def judge_secrecy(url: str, logs: Path, canaries: re.Pattern[bytes]) -> list[Finding]:
    """Where a canary was found, by table or file."""
    return [*_in_tables(url, canaries), *_in_files(logs, canaries)]


def _in_tables(url: str, canaries: re.Pattern[bytes]) -> Iterator[Finding]:
    with psycopg.connect(url, autocommit=True) as judge:
        judge.execute("SET statement_timeout = '10min'")
        for schema, table in judge.execute(_TABLES).fetchall():
            copy = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT").format(sql.Identifier(schema, table))
            with judge.cursor() as cursor, cursor.copy(copy) as lines:
                found = _first(lines, canaries)
                for _rest in lines:  # A copy that is left in the middle ends its connection, and the judge with it.
                    pass
            if found:
                yield Finding("I27 no code in the clear", f"table {schema}.{table}: {found}")


def _in_files(logs: Path, canaries: re.Pattern[bytes]) -> Iterator[Finding]:
    for path in sorted(each for each in logs.rglob("*") if each.is_file()):
        with path.open("rb") as file:
            found = _first(iter(lambda: file.read(1 << 20), b""), canaries)
        if found:
            yield Finding("I27 no code in the clear", f"{path.name}: {found}")


def _first(pieces: Iterable[bytes | bytearray | memoryview], canaries: re.Pattern[bytes]) -> str:
    """What was found first, and what stands before it. Pieces overlap, since a code may lie across two."""
    rest = b""
    for piece in pieces:
        seen = rest + bytes(piece)
        found = canaries.search(seen)
        if found:
            return seen[max(0, found.start() - 80) : found.start()].decode(errors="replace") + "…"
        rest = seen[-_OVERLAP:]
    return ""

"""
A database on a disk that fills up, and is freed after a while: what its keeper says, and what the database holds at the end.

A program of its own, since it needs a disk of its own: ``python -m tests.faults.full_disk FOLDER``, the folder being that disk. Says
one line of JSON.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

import psycopg

from config.embedded import RunningDatabase, start
from config.run.revival import Revival

SECONDS = 60.0


def fill(filler: Path) -> None:
    with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 2**12)


def written_until_it_fails(database: RunningDatabase) -> int:
    """How many changes were acknowledged. Between them the log of PostgreSQL grows, until it finds no place."""
    acknowledged = 0
    with contextlib.suppress(psycopg.Error), psycopg.connect(database.url, autocommit=True) as connection:
        while True:
            connection.execute("UPDATE kept SET n = n + 1")
            acknowledged += 1
            connection.execute("SELECT pg_logical_emit_message(false, 'much', repeat('y', 900000))")
    return acknowledged


def looked_after(database: RunningDatabase, filler: Path) -> tuple[list[str], int]:
    """What the keeper says, and how many changes were acknowledged; the disk is freed after two tries in a row that failed."""
    revival, said, acknowledged = Revival(database, quick_seconds=1), list[str](), 0
    end, is_freed = time.monotonic() + SECONDS, False
    while not (is_freed and said[-1] == "The database is back."):
        if time.monotonic() > end:
            raise TimeoutError(str(said))
        if not is_freed:
            fill(filler)
            acknowledged += written_until_it_fails(database)
        said += [line for line in [revival.keep_alive()] if line]
        if said and said[-1].endswith("2 s") and not is_freed:
            filler.unlink()
            is_freed = True
        time.sleep(0.05)
    return said, acknowledged


def main(folder: Path) -> None:
    database = start(folder)
    try:
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 0 AS n")
        said, acknowledged = looked_after(database, folder / "filler")
        with psycopg.connect(database.url) as connection:
            found = connection.execute("SELECT n FROM kept").fetchone()
    finally:
        database.stop()
    print(json.dumps({"said": said, "acknowledged": acknowledged, "found": found and found[0]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

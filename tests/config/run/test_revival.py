"""A database whose files can't be used for a while: it is tried again and again, the reason is said, and nothing is lost."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import RunningDatabase, StartFailed, start
from config.run import revival
from config.run.revival import Revival, why


@pytest.fixture
def database(tmp_path: Path) -> Iterator[RunningDatabase]:
    running = start(tmp_path)
    with psycopg.connect(running.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    yield running
    running.stop()


def kill(database: RunningDatabase) -> None:
    assert database.pid is not None
    os.kill(database.pid, signal.SIGKILL)
    while database.is_alive():
        time.sleep(0.01)


def said_until(looked_after: Revival, last: str, *, seconds: float = 60) -> list[str]:
    """What it says, up to the line that begins so."""
    lines: list[str] = []
    end = time.monotonic() + seconds
    while not lines or not lines[-1].startswith(last):
        assert time.monotonic() < end, lines
        lines += [line for line in [looked_after.keep_alive()] if line]
        time.sleep(0.02)
    return lines


def is_there(database: RunningDatabase) -> bool:
    with psycopg.connect(database.url) as connection:
        return connection.execute("SELECT n FROM kept").fetchall() == [(1,)]


def test_it_is_tried_again_until_its_files_can_be_used_and_says_why_not(database: RunningDatabase, tmp_path: Path) -> None:
    control = tmp_path / "postgres" / "cluster" / "global" / "pg_control"
    looked_after = Revival(database, quick_seconds=1)
    kill(database)
    control.rename(control.with_suffix(".away"))
    stopped, *tries = [*said_until(looked_after, "The database does not start"), *said_until(looked_after, "The database does not start")]
    assert stopped == f"The database stopped; starting it again. See {database.log}"
    assert [line.split(". Trying again in ")[1] for line in tries] == ["1 s", "2 s"]
    assert all("pg_control" in line and "\n" not in line for line in tries)
    control.with_suffix(".away").rename(control)
    assert said_until(looked_after, "The database is back") == ["The database is back."]
    assert is_there(database)


def test_after_a_kill_it_is_back_in_seconds_without_many_words(database: RunningDatabase) -> None:
    looked_after = Revival(database)
    kill(database)
    assert said_until(looked_after, "The database stopped") == [f"The database stopped; starting it again. See {database.log}"]
    while not database.is_alive():
        assert looked_after.keep_alive() is None
        time.sleep(0.02)
    assert is_there(database)


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log" / "postgres.log"
    log.parent.mkdir()
    monkeypatch.setattr(revival, "FULL_BELOW_BYTES", 2**63)  # As if so much were needed.
    assert why(StartFailed("PostgreSQL did not start."), log).startswith(f"the disk that holds {tmp_path} is full, with ")


def test_else_the_last_reason_that_postgresql_gave_is_said(tmp_path: Path) -> None:
    log = tmp_path / "log" / "postgres.log"
    log.parent.mkdir()
    error = StartFailed("PostgreSQL did not start. It ends with:\n[7] LOG:  starting\n[7] FATAL:  no such file\n[7] LOG:  shut down")
    assert why(error, log) == "[7] FATAL:  no such file"

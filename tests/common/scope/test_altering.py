"""Tables are altered while others hold them: the waiting is short and repeated, and nobody waits long behind it."""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from common.scope import OWNER, within
from common.scope.backend import altering
from tests.faults.rig import database_url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _table() -> Iterator[None]:
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rehearsed (n int)")
        cursor.execute("INSERT INTO rehearsed SELECT generate_series(1, 1000)")
        yield
        cursor.execute("DROP TABLE rehearsed")


@contextmanager
def held(seconds: float) -> Iterator[None]:
    """Somebody who writes into the table, in one transaction of so many seconds."""
    with psycopg.connect(database_url()) as writer:
        writer.execute("UPDATE rehearsed SET n = n WHERE n = 1")
        end = threading.Timer(seconds, writer.rollback)
        end.start()
        try:
            yield
        finally:
            end.join()


def altered(sql: str, *, atomic: bool = False) -> None:
    with within(OWNER), connection.schema_editor(atomic=atomic) as editor:
        editor.execute(sql)


def add_a_column() -> None:
    try:
        altered("ALTER TABLE rehearsed ADD COLUMN m int")
    finally:
        connection.close()


def read(sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database_url(), autocommit=True) as reader:
        return reader.execute(sql.encode()).fetchall()


def test_a_column_waits_for_long_work_in_turns_and_keeps_no_reader_behind_it() -> None:
    waits: list[float] = []
    with held(3.5):
        adding = threading.Thread(target=add_a_column)
        adding.start()
        while adding.is_alive():
            asked_at = time.monotonic()
            read("SELECT count(*) FROM rehearsed")
            waits.append(time.monotonic() - asked_at)
        adding.join()
    assert read("SELECT count(m) FROM rehearsed") == [(0,)]
    assert 0.5 < max(waits) < 2  # Some waited behind it, none for longer than its turn.


def test_a_statement_in_a_transaction_gives_way_to_the_command_that_tries_again() -> None:
    with held(3), pytest.raises(OperationalError, match="lock timeout"):
        altered("ALTER TABLE rehearsed ADD COLUMN m int", atomic=True)
    with held(3):
        altering.patiently(lambda: altered("ALTER TABLE rehearsed ADD COLUMN m int", atomic=True))
    assert read("SELECT count(m) FROM rehearsed") == [(0,)]


def test_migrate_tries_again_while_its_own_table_is_held() -> None:
    said = io.StringIO()
    with psycopg.connect(database_url()) as other:
        other.execute("LOCK TABLE django_migrations")
        end = threading.Timer(4, other.rollback)
        end.start()
        with within(OWNER):
            call_command("migrate", "supply", verbosity=0, stderr=said)
        end.join()
    assert said.getvalue().startswith("waits for others: canceling statement due to lock timeout")


def test_what_is_built_beside_the_work_outwaits_every_timeout() -> None:
    with held(4.5):  # Longer than a connection's lock_timeout of three seconds.
        altered("CREATE INDEX CONCURRENTLY by_n ON rehearsed (n)")
    assert read("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_n'::regclass") == [(True,)]


def test_an_index_that_a_killed_try_left_half_built_is_built_anew_and_a_whole_one_is_kept() -> None:
    with (
        psycopg.connect(database_url(), autocommit=True, options="-c lock_timeout=500ms") as killed,
        held(2),
        pytest.raises(LockNotAvailable),
    ):
        killed.execute("CREATE INDEX CONCURRENTLY by_n ON rehearsed (n)")
    assert read("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_n'::regclass") == [(False,)]
    altered("CREATE INDEX CONCURRENTLY by_n ON rehearsed (n)")
    built = read("SELECT indisvalid, indexrelid FROM pg_index WHERE indexrelid = 'by_n'::regclass")
    altered("CREATE INDEX CONCURRENTLY by_n ON rehearsed (n)")
    assert built[0][0] is True
    assert read("SELECT indisvalid, indexrelid FROM pg_index WHERE indexrelid = 'by_n'::regclass") == built


def test_afterwards_the_connection_waits_as_any_other() -> None:
    altered("CREATE INDEX CONCURRENTLY by_n ON rehearsed (n)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
        assert cursor.fetchone() == ("3s", "1min")

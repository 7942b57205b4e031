"""The embedded server: started, killed, started again. Each test has a real one of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import AlreadyRunning, RunningDatabase, running_url, start


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("embedded")


@pytest.fixture
def database(data_dir: Path) -> Iterator[RunningDatabase]:
    running = start(data_dir)
    yield running
    running.stop()


def answer(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def kill(database: RunningDatabase) -> None:
    assert database.pid is not None
    os.kill(database.pid, signal.SIGKILL)
    while database.is_alive():
        time.sleep(0.01)


def test_the_platform_is_no_superuser_and_owns_its_database(
    database: RunningDatabase,
) -> None:
    assert answer(database.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert answer(
        database.url,
        "SELECT pg_get_userbyid(datdba) = current_user FROM pg_database WHERE datname = current_database()",
    )


def test_chinese_is_found_by_trigrams(database: RunningDatabase) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    assert answer(database.url, "SELECT similarity('星河科技', '星河科技') > 0.9") is True


def test_a_wrong_password_is_refused(database: RunningDatabase) -> None:
    user, rest = database.url.split("@")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(f"{user}x@{rest}")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("data_checksums", "on"),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("max_wal_size", "512MB"),
        ("checkpoint_timeout", "1min"),
        ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
        ("listen_addresses", "127.0.0.1"),
        ("server_encoding", "UTF8"),
    ],
)
def test_the_settings_that_matter_hold(database: RunningDatabase, setting: str, value: str) -> None:
    assert answer(database.url, f"SHOW {setting}") == value


def test_no_value_reaches_the_log(database: RunningDatabase) -> None:
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS once (code text UNIQUE)")
        connection.execute("INSERT INTO once VALUES ('SECRET-7731') ON CONFLICT DO NOTHING")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO once VALUES ('SECRET-7731')")
    assert "SECRET-7731" not in database.log.read_text()
    assert "duplicate key" in database.log.read_text()


def test_running_url_is_the_address_while_it_runs_and_none_after(
    data_dir: Path,
) -> None:
    running = start(data_dir)
    assert running_url(data_dir) == running.url
    running.stop()
    assert running_url(data_dir) is None


def test_running_url_is_none_where_nothing_was_ever_started(tmp_path: Path) -> None:
    assert running_url(tmp_path) is None


def test_what_was_committed_is_there_after_a_kill(database: RunningDatabase) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    before = answer(database.url, "SELECT count(*) FROM kept")
    open_session = psycopg.connect(database.url)
    kill(database)
    database.restart()
    open_session.close()
    assert answer(database.url, "SELECT count(*) FROM kept") == before


def test_a_second_start_on_the_same_folder_is_refused(database: RunningDatabase, data_dir: Path) -> None:
    with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
        start(data_dir)
    assert answer(database.url, "SELECT 1") == 1


def test_the_server_ends_when_its_starter_is_killed_and_the_next_start_succeeds(
    data_dir: Path,
) -> None:
    script = "import sys, time, pathlib, config.embedded as e; e.start(pathlib.Path(sys.argv[1])); print('up', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", script, str(data_dir)], stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"up\n"
        starter.kill()
    running = start(data_dir)
    assert answer(running.url, "SELECT 1") == 1
    running.stop()


def test_a_lock_file_with_the_number_of_a_stranger_does_not_block_the_start(
    data_dir: Path,
) -> None:
    start(data_dir).stop()
    (data_dir / "postgres" / "cluster" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    running = start(data_dir)
    assert answer(running.url, "SELECT 1") == 1
    running.stop()


def test_passwords_are_readable_by_their_owner_only(database: RunningDatabase, data_dir: Path) -> None:
    access = data_dir / "postgres" / "access.json"
    assert access.stat().st_mode & 0o777 == 0o600
    assert database.url.split(":")[2].split("@")[0] in access.read_text()

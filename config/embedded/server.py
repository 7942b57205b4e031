"""Starting the embedded server, keeping it, and stopping it."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from config.embedded.access import (
    DATABASE,
    USER,
    Access,
    keep_access,
    new_access,
    read_access,
    with_free_port,
)
from config.embedded.binaries import find_binaries
from config.embedded.cluster import make_cluster, server_command, version_of
from config.embedded.identity import Identity, choose_identity
from config.embedded.lock import hold
from config.embedded.postmaster import end_orphan, living_pid
from config.embedded.refusals import StartFailed
from config.embedded.tether import tether

START_SECONDS = 15.0  # After a kill, the dead server's children refuse the next one for some of these.
RECOVERY_SECONDS = 300.0  # A server that lives and replays its log is not hurried.


@dataclass(slots=True)
class RunningDatabase:
    """
    A server we started. It lives no longer than the thread that started it.

    ``url`` stays the same through ``restart``.
    """

    url: str
    log: Path
    _command: list[str]
    _identity: Identity
    _owner_url: str
    _lock: int
    _child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The server's process; None when stopped."""
        return self._child.pid if self._child else None

    def is_alive(self) -> bool:
        """Whether the server's process runs. Reaps it if it does not: unreaped, it would block the next start."""
        return self._child is not None and self._child.poll() is None

    def restart(self, *, seconds: float = START_SECONDS) -> None:
        """
        Start the server again after it died.

        Retries  for so many seconds, while the children of the dead one go away.

        :raises StartFailed: it does not come back; the last lines of its log are in the message.
        """
        deadline = time.monotonic() + seconds
        while not self._try_start():
            if time.monotonic() > deadline:
                raise StartFailed(f"PostgreSQL did not start. {self.log} ends with:\n{_tail(self.log)}")
            time.sleep(0.2)

    def stop(self, *, seconds: float = 15) -> None:
        """Stop the server and let go of its folder; open sessions are rolled back. Twice is once."""
        if self._child is not None:
            _end(self._child, seconds=seconds)
            self._child = None
            os.close(self._lock)

    def _try_start(self) -> bool:
        with self.log.open("ab") as log:
            self._child = self._identity.popen(self._command, cwd=Path("/"), log=log.fileno())
        deadline = time.monotonic() + RECOVERY_SECONDS
        while self.is_alive():
            if _answers(self._owner_url):
                return True
            if time.monotonic() > deadline:
                _end(self._child, seconds=0)
            time.sleep(0.05)
        return False


def start(data_dir: Path, *, durable: bool = True) -> RunningDatabase:
    """
    Start the server whose files are under ``data_dir``, making them first if there are none.

    ``durable=False`` is for data that is thrown away: a crash of the machine may lose it.
    Locks    the folder, until ``stop`` or our death.

    :raises AlreadyRunning: another process holds the folder.
    :raises BinariesMissing: no PostgreSQL is installed, or none that fits the data.
    :raises RootRefused: we are root and cannot borrow another user.
    :raises StartFailed: the server did not come up; the last lines of its log are in the message.
    """
    home = _home(data_dir)
    home.mkdir(parents=True, exist_ok=True, mode=0o711)
    lock = hold(home / "lock")
    try:
        return _start_held(
            home,
            data_dir.resolve() / "log" / "postgres.log",
            lock=lock,
            durable=durable,
        )
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(lock)
        raise


def running_url(data_dir: Path) -> str | None:
    """``DATABASE_URL`` of the server that now runs under ``data_dir``; None if none does."""
    home = _home(data_dir)
    access = read_access(home / "access.json")
    return access.url if access and living_pid(home / "cluster") else None


def _home(data_dir: Path) -> Path:
    return data_dir.resolve() / "postgres"


def _start_held(home: Path, log: Path, *, lock: int, durable: bool) -> RunningDatabase:
    cluster = home / "cluster"
    log.parent.mkdir(parents=True, exist_ok=True)
    binaries = find_binaries(version_of(cluster))
    identity = choose_identity(binaries, home)
    end_orphan(cluster)
    access = _access(home)
    if version_of(cluster) is None:
        make_cluster(cluster, binaries=binaries, identity=identity, access=access)
    identity.takes(cluster)
    command = [
        *tether("INT"),
        *server_command(cluster, binaries=binaries, port=access.port, durable=durable),
    ]
    running = RunningDatabase(
        url=access.url,
        log=log,
        _command=command,
        _identity=identity,
        _owner_url=access.owner_url,
        _lock=lock,
    )
    with _stopped_on_failure(running):
        running.restart()
        _ensure_database(access)
    return running


@contextlib.contextmanager
def _stopped_on_failure(running: RunningDatabase) -> Iterator[None]:
    try:
        yield
    except BaseException:
        running.stop(seconds=2)
        raise


def _access(home: Path) -> Access:
    path = home / "access.json"
    kept = read_access(path)
    if kept is None:
        # A cluster whose passwords are lost cannot be opened by anybody; it is moved aside, not destroyed.
        _set_aside(home / "cluster")
    access = with_free_port(kept) if kept else new_access()
    if access != kept:
        keep_access(path, access)
    return access


def _set_aside(cluster: Path) -> None:
    if cluster.exists():
        shutil.move(cluster, cluster.with_name(f"cluster-{int(cluster.stat().st_mtime)}"))


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _ensure_database(access: Access) -> None:
    with psycopg.connect(access.owner_url, autocommit=True) as owner:
        if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [USER]).fetchone() is None:
            # Not a superuser: what works here works under a production role. CREATEDB is for the tests.
            owner.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE PASSWORD {}").format(sql.Identifier(USER), sql.Literal(access.password))
            )
        if owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            owner.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(USER)))


def _end(child: subprocess.Popen[bytes], *, seconds: float) -> None:
    # Fast, then immediate (it recovers at the next start), then the kernel.
    for stop, patience in (
        (signal.SIGINT, seconds),
        (signal.SIGQUIT, 5.0),
        (signal.SIGKILL, 5.0),
    ):
        if child.poll() is not None:
            return
        child.send_signal(stop)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)


def _tail(log: Path, lines: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])

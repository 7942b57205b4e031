"""A second PostgreSQL that follows the first, and takes its place."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from config.embedded.binaries import find_binaries
from config.embedded.cluster import server_command
from config.embedded.identity import choose_identity
from config.embedded.tether import tether

NAME = "standby"


@dataclass(slots=True)
class Standby:
    """A standby in ``folder`` that streams from ``primary_url`` by way of the port ``through``."""

    folder: Path
    primary_url: str
    through: int
    port: int
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        """The same database as its owner sees it, here."""
        parts = urlsplit(self.primary_url)
        return parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{self.port}").geturl()

    def start(self) -> None:
        """Copy the primary, and follow it."""
        binaries, home = find_binaries(), self.folder / "standby"
        home.mkdir(mode=0o711)
        identity = choose_identity(binaries, home)
        owner = urlsplit(self.primary_url)
        told = f"host=127.0.0.1 port={self.through} user={owner.username} password={owner.password} application_name={NAME}"
        words = ["--wal-method", "stream", "--checkpoint", "fast", "--write-recovery-conf"]
        subprocess.run([str(binaries / "pg_basebackup"), "-D", str(home / "cluster"), "-d", told, *words], check=True)
        identity.takes(home / "cluster")
        command = [*tether("INT"), *server_command(home / "cluster", binaries=binaries, port=self.port, durable=True)]
        with (self.folder / "standby.log").open("ab") as log:
            self._process = identity.popen(command, cwd=Path("/"), log=log.fileno())
        _wait(lambda: self._ask("SELECT pg_is_in_recovery()") is True)

    def follow_in_step(self) -> None:
        """From now on no commit is told to anybody before it is here."""
        with psycopg.connect(self.primary_url, autocommit=True) as owner:
            owner.execute(f"ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 ({NAME})'".encode())
            owner.execute("SELECT pg_reload_conf()")
            _wait(lambda: owner.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone() == (1,))

    def promote(self) -> None:
        """Make it the primary."""
        self._ask("SELECT pg_promote(true, 60)")
        _wait(lambda: self._ask("SELECT pg_is_in_recovery()") is False)

    def stop(self) -> None:
        """At once."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGQUIT)
            self._process.wait(20)

    def _ask(self, sql: str) -> object:
        try:
            with psycopg.connect(self.url, autocommit=True, connect_timeout=2) as owner:
                row = owner.execute(sql.encode()).fetchone()
                return row[0] if row else None
        except psycopg.OperationalError:
            return None


def _wait(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > end:
            raise TimeoutError("the standby does not do as it was told")
        time.sleep(0.1)

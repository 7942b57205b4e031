"""Brokers of Debian's packages, run here as plain processes with nothing kept from one start to the next."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.tether import tether
from config.run.ports import first_free, is_free
from tests.stress.families import family, send

RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


@dataclass(slots=True)
class Broker:
    """``kind`` is ``rabbitmq`` or ``redis``. ``lose_everything`` kills it with all it holds and starts it empty."""

    kind: str
    folder: Path
    port: int = field(default_factory=lambda: first_free(range(25_700, 25_790)))
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//" if self.kind == "rabbitmq" else f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        """All that it started stands below it; 0 while it is stopped."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """It listens when this returns."""
        home = self.folder / self.kind
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        environment, command = (self._rabbitmq if self.kind == "rabbitmq" else self._redis)(home)
        with (self.folder / f"{self.kind}.log").open("ab") as log:
            self._process = subprocess.Popen([*tether("TERM"), *command], env=environment, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + 60
        while is_free("127.0.0.1", self.port):
            if time.monotonic() > end:
                raise TimeoutError(f"{self.kind} does not start; see {log.name}")
            time.sleep(0.2)

    def lose_everything(self) -> None:
        """``kill -9``, its files gone, and a new one."""
        self.stop()
        self.start()

    def stop(self) -> None:
        """At once, and all that it started."""
        if self._process is not None:
            send(family(self._process.pid), signal.SIGKILL)
            self._process.wait()
            self._process = None
            if self.kind == "rabbitmq":
                # Erlang's register of names leaves the family that started it.
                subprocess.run(["epmd", "-port", str(self.port + 200), "-kill"], stdout=subprocess.DEVNULL, check=False)

    def _rabbitmq(self, home: Path) -> tuple[dict[str, str], list[str]]:
        (home / "plugins").write_text("[].")
        told = {
            "HOME": str(home),
            "ERL_EPMD_PORT": str(self.port + 200),
            "RABBITMQ_NODENAME": f"rehearsal{self.port}@localhost",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.port + 100),
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_PID_FILE": str(home / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": os.devnull,
        }
        return {**os.environ, **told}, [str(RABBITMQ)]

    def _redis(self, home: Path) -> tuple[dict[str, str], list[str]]:
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(home)]
        return dict(os.environ), ["redis-server", *words]


def missing(kind: str) -> str:
    """What to install for a kind; empty where nothing is missing."""
    is_there = RABBITMQ.exists() if kind == "rabbitmq" else shutil.which("redis-server") is not None
    return "" if is_there else f"apt-get install --no-install-recommends {kind}-server"

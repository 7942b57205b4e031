"""All processes of the platform, children of this one: brought up as ``make run`` does, looked after, and taken down."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config import embedded
from config.embedded.access import read_access
from config.run.child import Child
from config.run.pieces import children
from config.run.ports import first_free
from config.run.readiness import is_ready
from config.run.surroundings import ROOT, Surroundings
from tests.stress.families import family, is_stopped, send
from tests.stress.proxies import Proxies

PYTHON = sys.executable
# What may stand in the environment of whoever starts the rig, and is not for its platform.
_NOT_OURS = {"BROKER_URL", "DATABASE_URL", "WITHOUT", "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "SECONDS"}
PLENTY = dict.fromkeys(("API_REQUESTS_PER_MEMBER", "API_REQUESTS_PER_KEY", "API_MISSES", "LOGIN_CODES_PER_ADDRESS"), "100000000")


# The database that nobody has played in.
GROUND = "ground"


def _ports(row: int) -> range:
    """Ten ports that no other rig on this machine tries: a web server would share its port with a stranger's without a word."""
    first = 20_000 + os.getpid() % 600 * 20 + row * 10
    return range(first, first + 10)


@dataclass(slots=True)
class Size:
    """How large a world to make."""

    members: int = 60
    codes: int = 6_000
    with_demo: bool = True


@dataclass(slots=True)
class Stage:
    """
    The platform in ``folder``. Web, workers and clerk reach PostgreSQL, and the workers their supplier, through the proxy.

    ``keeps_ground`` keeps the world as it was before anybody did anything in it: the ground on which others play.
    """

    folder: Path
    seed: int
    size: Size = field(default_factory=Size)
    mood: dict[str, float] = field(default_factory=dict)
    keeps_ground: bool = False
    database: embedded.RunningDatabase = field(init=False)
    proxies: Proxies = field(init=False)
    surroundings: Surroundings = field(init=False)
    pieces: dict[str, Child] = field(init=False, default_factory=dict)
    world: dict[str, Any] = field(init=False, default_factory=dict)
    news: list[str] = field(init=False, default_factory=list)

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    @property
    def owner_url(self) -> str:
        """The platform's database as its cluster's owner sees it: the judge is bound by no policy."""
        return self.owner_url_of(self.database.url.rsplit("/", 1)[1])

    def owner_url_of(self, database: str) -> str:
        """Any database of the cluster, as its owner sees it."""
        access = read_access(self.data_dir / "postgres" / "access.json")
        assert access is not None
        return f"{access.owner_url.rsplit('/', 1)[0]}/{database}"

    @property
    def supplier_url(self) -> str:
        """The supplier without the proxy between."""
        return f"http://127.0.0.1:{self._sandbox_port}"

    @property
    def _sandbox_port(self) -> int:
        assert self.surroundings.sandbox_port is not None
        return self.surroundings.sandbox_port

    def bring_up(self) -> None:
        """Everything, until ``/readyz`` says so."""
        self.lay_ground()
        self._launch()
        self._await_ready()

    def lay_ground(self) -> None:
        """PostgreSQL with the world in it, and nobody who serves yet."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        for folder in (self.folder, self.data_dir):
            folder.chmod(0o711)
        self.database = embedded.start(self.data_dir)
        self.surroundings = Surroundings(
            environ={name: value for name, value in os.environ.items() if name not in _NOT_OURS},
            data_dir=self.data_dir,
            host="127.0.0.1",
            port=first_free(_ports(0)),
            demo=True,
            sandbox_port=first_free(_ports(1)),
            database_url=None,
        )
        postgres = int(self.database.url.rsplit(":", 1)[1].split("/")[0])
        self.proxies = Proxies.start({"web": postgres, "workers": postgres, "supplier": self._sandbox_port})
        for traps in ("web", "workers"):
            self.traps(traps).write_text("")
        self._prepare()

    def traps(self, who: str) -> Path:
        """The file that arms the failpoints of the web, or of the workers."""
        return self.folder / f"traps.{who}"

    def environment(self, route: str = "") -> dict[str, str]:
        """What a process of the platform is told; with a route, it goes through the proxy and can be made to fail."""
        url = self.database.url
        if route:
            head, _, tail = url.rpartition(":")
            url = f"{head}:{self.proxies.ports[route]}/{tail.split('/', 1)[1]}"
        told = self.surroundings.child_environment(database_url=url, sandbox_port=self.proxies.ports["supplier"])
        told |= {**PLENTY, "STATIC_ROOT": str(self.folder / "static"), "BASE_URL": self.surroundings.local_url}
        if route:
            told |= {"FAILPOINTS": f"@{self.traps(route)}", "FAILPOINTS_SEED": str(self.seed)}
        return told

    def look_after(self) -> None:
        """Start again what has died, and let go on what was stopped by a failpoint. To be called often, by one thread."""
        if not self.database.is_alive():
            self.database.restart()
        for piece in list(self.pieces.values()):
            piece.deaths = 0  # Killed on purpose, it starts again as quickly as the first time.
            news = piece.keep_alive()
            if news:
                self.news.append(news)

    def continue_stopped(self) -> None:
        """Whoever a failpoint stopped goes on."""
        for piece in self.pieces.values():
            if piece.pid is not None:
                stopped = [pid for pid in family(piece.pid) if is_stopped(pid)]
                send(stopped, signal.SIGCONT)

    def down(self) -> None:
        """Stop all of it; nothing is kept running, whatever happened."""
        for piece in self.pieces.values():
            if piece.pid is not None:
                send(family(piece.pid), signal.SIGCONT)
            piece.wait_stopped(hurry=True)
        with suppress(AttributeError):
            self.proxies.stop()
        with suppress(AttributeError):
            self.database.stop(seconds=3)

    def run(self, *words: str, log: str = "setup.log") -> None:
        """A command of the product, to its end."""
        done = subprocess.run([PYTHON, *words], cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False)
        with (self.data_dir / "log" / log).open("a") as file:
            file.write(done.stdout + done.stderr)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stderr[-3000:]}")

    def _prepare(self) -> None:
        self.surroundings.logs.mkdir(parents=True, exist_ok=True)
        quiet = subprocess.DEVNULL
        collecting = subprocess.Popen(
            [PYTHON, "manage.py", "collectstatic", "--noinput"], cwd=ROOT, env=self.environment(), stdout=quiet, stderr=quiet
        )
        self.run("manage.py", "migrate", "--noinput", "--verbosity", "0")
        if self.size.with_demo:
            self.run("manage.py", "demo")
            out = self.folder / "world.json"
            self.run("-m", "tests.stress.world", str(out), str(self.seed), str(self.size.members), str(self.size.codes))
            self.world = json.loads(out.read_text())
        if self.keeps_ground:
            self._keep_ground()
        if collecting.wait() != 0:
            raise RuntimeError("collectstatic failed")

    def _keep_ground(self) -> None:
        """The database once more, with the keys that open it and what the witness saw: before anybody serves, nobody is connected."""
        self.ground.mkdir()
        shutil.copy(self.data_dir / "secrets.json", self.ground)
        if (self.data_dir / "witness").exists():
            shutil.copytree(self.data_dir / "witness", self.ground / "witness")
        self.copy_database(self.database.url.rsplit("/", 1)[1], GROUND)

    @property
    def ground(self) -> Path:
        """Where files lie that belong to the untouched database."""
        return self.folder / "ground"

    def copy_database(self, source: str, name: str) -> None:
        """A new database that is a copy of one to which nobody is connected."""
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
        user = self.database.url.split("://")[1].split(":")[0]
        with psycopg.connect(self.owner_url_of("postgres"), autocommit=True) as owner:
            owner.execute(copy.format(*map(sql.Identifier, (name, source, user))))

    def _launch(self) -> None:
        web, *workers = children(self.surroundings, self.environment("workers"))
        web.environment = self.environment("web")
        self.pieces = {piece.name: piece for piece in (web, *workers)}
        beat = self.pieces["beat"]
        self.pieces["beat-2"] = Child("beat-2", beat.command, self.surroundings.logs / "beat-2.log", beat.environment)
        sandbox = self.pieces["sandbox"]
        sandbox.environment = self.environment()
        sandbox.command = (PYTHON, "-m", "supply.sandbox", *self._sandbox_words())
        for piece in self.pieces.values():
            piece.start()

    def _sandbox_words(self) -> list[str]:
        words = ["--port", str(self._sandbox_port), "--book", str(self.folder / "supplier.sqlite3"), "--delay-ms", "300"]
        words += ["--balance", str(10**13), "--seed", str(self.seed)]
        return [*words, "--chaos", *(f"{kind}={odds}" for kind, odds in self.mood.items())] if self.mood else words

    def _await_ready(self, seconds: float = 90) -> None:
        give_up_at = time.monotonic() + seconds
        while not is_ready(self.surroundings):
            self.look_after()
            if time.monotonic() > give_up_at:
                raise RuntimeError(f"the platform does not get ready; see {self.surroundings.logs}")
            time.sleep(0.3)

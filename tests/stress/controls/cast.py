"""A cast: a copy of the untouched database, and of the platform's processes those that one scene needs."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from config.run.child import Child
from config.run.pieces import children
from config.run.surroundings import Surroundings
from tests.stress.controls.control import Control
from tests.stress.controls.hands import Hands
from tests.stress.proxies import free_port
from tests.stress.stage import GROUND, PLENTY, Stage
from tests.stress.wire import Wire

PYTHON = sys.executable
_READY_SECONDS = 90.0
_BOOK = UUID(int=7)


@dataclass(slots=True)
class Cast:
    """
    ``needs`` names the processes: ``web``, ``clerk``, ``supplier``. Each control plays with a cast of its own, since what it breaks
    stays broken.
    """

    stage: Stage
    name: str
    needs: frozenset[str]
    control: Control | None = None
    surroundings: Surroundings = field(init=False)
    pieces: dict[str, Child] = field(init=False, default_factory=dict)
    _hands: Hands | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.surroundings = replace(self.stage.surroundings, data_dir=self.folder, port=free_port(), sandbox_port=free_port())

    @property
    def folder(self) -> Path:
        return self.stage.folder / self.name

    @property
    def logs(self) -> Path:
        """What its processes wrote."""
        return self.surroundings.logs

    @property
    def world(self) -> dict[str, Any]:
        return self.stage.world

    @property
    def port(self) -> int:
        """Of the web server."""
        return self.surroundings.port

    @property
    def owner_url(self) -> str:
        """Its database, as the judge sees it."""
        return self.stage.owner_url_of(self.name)

    @property
    def supplier_url(self) -> str:
        return f"http://127.0.0.1:{self.surroundings.sandbox_port}"

    @property
    def hands(self) -> Hands:
        """The clerk. Asked for by a scene that needs one."""
        assert self._hands is not None
        return self._hands

    def enter(self) -> None:
        """All of it, until the web server answers."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.stage.ground, self.folder)
        self.logs.mkdir(exist_ok=True)
        self.traps.write_text("")
        self.take_ground()
        self.start()

    def leave(self) -> None:
        """Nothing is kept but what the processes wrote."""
        self.stop()
        self._drop()

    def take_ground(self) -> None:
        """The database as it was before anybody played; without its guard, if one goes."""
        self._drop()
        self.stage.copy_database(GROUND, self.name)
        self.run("UPDATE supply_supplier SET base_url = %s WHERE slug = 'sandbox'", self.supplier_url)
        # As every database that has served for a while: a restored one too finds the witness that belongs to it.
        self.run("INSERT INTO common_witnessbook (is_one, id) VALUES (true, %s) ON CONFLICT DO NOTHING", _BOOK)
        if self.control:
            self.control.drop_guards(self.owner_url)

    def start(self) -> None:
        """The processes; the web server answers when this returns."""
        log = self.logs / "clerk.log"
        if "supplier" in self.needs:
            self._start("supplier", (PYTHON, "-m", "supply.sandbox", *self._supplier_words()))
        if "web" in self.needs:
            self._start_web()
        if "clerk" in self.needs:
            self._hands = Hands([PYTHON, "-m", "tests.stress.clerk", str(self.stage.seed)], self._environment(), log)
        if "web" in self.needs:
            self._await_web()

    def stop(self) -> None:
        """End the processes."""
        for piece in self.pieces.values():
            piece.wait_stopped(hurry=True)
        self.pieces.clear()
        if self._hands:
            self._hands.dismiss()
        self._hands = None

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows, or an act that no program has an address for, as the database's owner."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            cursor = owner.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def armed(self, *traps: str) -> Iterator[None]:
        """Failpoints of all its processes, for as long as this lasts: those who race meet where the guard stands."""
        self.traps.write_text("\n".join(traps))
        try:
            yield
        finally:
            self.traps.write_text("")

    @property
    def traps(self) -> Path:
        """The file that arms its failpoints."""
        return self.folder / "traps"

    def look_after(self) -> None:
        """Start again what has died."""
        for piece in self.pieces.values():
            piece.keep_alive()

    def _environment(self) -> dict[str, str]:
        url = f"{self.stage.database.url.rsplit('/', 1)[0]}/{self.name}"
        sandbox = self.surroundings.sandbox_port
        assert sandbox is not None
        told = self.surroundings.child_environment(database_url=url, sandbox_port=sandbox)
        told |= {**PLENTY, "STATIC_ROOT": str(self.stage.folder / "static"), "BASE_URL": self.surroundings.local_url}
        told |= {"FAILPOINTS": f"@{self.traps}", "FAILPOINTS_SEED": str(self.stage.seed)}
        return told | (self.control.environment() if self.control else {})

    def _start(self, name: str, command: tuple[str, ...]) -> None:
        self.pieces[name] = Child(name, command, self.logs / f"{name}.log", self._environment())
        self.pieces[name].start()

    def _start_web(self) -> None:
        web = children(self.surroundings, self._environment())[0]
        words = list(web.command)
        # One process serves as many at once as a scene has callers, and starts sooner than two.
        words[words.index("--workers") + 1] = "1"
        web.command = tuple(words)
        self.pieces["web"] = web
        web.start()

    def _supplier_words(self) -> list[str]:
        words = ["--port", str(self.surroundings.sandbox_port), "--book", str(self.folder / "supplier.sqlite3"), "--delay-ms", "50"]
        return [*words, "--balance", str(10**13), "--seed", str(self.stage.seed)]

    def _await_web(self) -> None:
        give_up_at = time.monotonic() + _READY_SECONDS
        while Wire(self.port).ask("GET", "/healthz").status != 200:
            self.look_after()
            if time.monotonic() > give_up_at:
                raise RuntimeError(f"the web server of {self.name} does not answer; see {self.logs}")
            time.sleep(0.1)

    def _drop(self) -> None:
        with psycopg.connect(self.stage.owner_url_of("postgres"), autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))

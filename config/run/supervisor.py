"""The order in which everything comes up, the watch over it, and the order in which it goes down."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from config import embedded
from config.embedded.lock import hold
from config.run.child import Child
from config.run.logs import last_lines, turn_over
from config.run.outside import ensure_exists
from config.run.pieces import children
from config.run.ports import first_free, is_free_soon
from config.run.readiness import is_ready
from config.run.revival import Revival
from config.run.static_files import are_collected, note_collected
from config.run.steps import Stopped, manage
from config.run.stopping import Stopping
from config.run.surroundings import Surroundings
from config.run.welcome import welcome

READY_SECONDS = 120.0


class PortTaken(Exception):
    """Somebody listens where we would."""


@dataclass(slots=True)
class Supervisor:
    """Everything ``make run`` keeps up."""

    surroundings: Surroundings
    stopping: Stopping
    database: embedded.RunningDatabase | None = None
    revival: Revival | None = None
    children: list[Child] = field(default_factory=list)

    def run(self) -> None:
        """
        Bring everything up, watch over it until asked to stop, bring it down.

        :raises PortTaken: the message names the variable that chooses another.
        :raises EmbeddedRefused: there is no database, or another run holds the data folder.
        :raises StepFailed: migrations, demo data or static files; the message holds the end of what was said.
        """
        self.surroundings.data_dir.mkdir(parents=True, exist_ok=True)
        hold(self.surroundings.data_dir / "run.lock")
        self._claim_ports()
        turn_over(self.surroundings.logs)
        with self._brought_down():
            environment = self._environment()
            self._prepare(environment)
            self._launch(environment)
            self._await_ready()
            self._watch()

    def _claim_ports(self) -> None:
        host, port = self.surroundings.host, self.surroundings.port
        if not is_free_soon(host, port):
            raise PortTaken(f"Port {port} is taken. Choose another: make run PORT={port + 1}")
        sandbox = self.surroundings.sandbox_port
        if self.surroundings.demo and sandbox and not is_free_soon("127.0.0.1", sandbox):
            raise PortTaken(f"Port {sandbox} is taken. Choose another for the sandbox supplier with SANDBOX_PORT.")

    def _environment(self) -> dict[str, str]:
        say("database")
        url = self.surroundings.database_url
        if url:
            ensure_exists(url)
        else:
            self.database = embedded.start(self.surroundings.data_dir)
            self.revival = Revival(self.database)
            url = self.database.url
        sandbox_port = self.surroundings.sandbox_port or first_free(range(9001, 9100), claims=True)
        return self.surroundings.child_environment(database_url=url, sandbox_port=sandbox_port)

    def _prepare(self, environment: dict[str, str]) -> None:
        self._do("migrations", ["migrate", "--noinput"], environment)
        if not are_collected(self.surroundings):
            self._do("static files", ["collectstatic", "--noinput"], environment)
            note_collected(self.surroundings)
        if self.surroundings.demo:
            self._do("demo data", ["demo"], environment)

    def _do(self, name: str, words: list[str], environment: dict[str, str]) -> None:
        say(name)
        manage(words, environment=environment, log=self.surroundings.logs / "setup.log", stopping=self.stopping)

    def _launch(self, environment: dict[str, str]) -> None:
        self.children = children(self.surroundings, environment)
        say(", ".join(child.name for child in self.children))
        for child in self.children:
            child.start()

    def _await_ready(self) -> None:
        give_up_at = time.monotonic() + READY_SECONDS
        for _ in self.stopping.ticks(0.7):  # Each question leaves lines in the web server's log.
            self._look_after()
            if is_ready(self.surroundings):
                say(welcome(self.surroundings), mark="")
                return
            if time.monotonic() > give_up_at:
                self._say_not_ready()
                return

    def _watch(self) -> None:
        for _ in self.stopping.ticks(0.2):
            self._look_after()

    def _look_after(self) -> None:
        for each in (self.revival, *self.children):
            news = each.keep_alive() if each else None
            if news:
                say(news)

    def _say_not_ready(self) -> None:
        say(f"{self.surroundings.local_url}/readyz does not answer 200 after {READY_SECONDS:g} s. The logs end with:")
        for child in self.children:
            say(f"{child.log}\n{last_lines(child.log, 5)}")

    @contextmanager
    def _brought_down(self) -> Iterator[None]:
        try:
            yield
        except Stopped:
            pass  # Asked to stop while coming up: an end like any other.
        finally:
            if self.children or self.database:
                say("Stopping …")
            self._stop(self.children[:1])  # The web first: what it has accepted, the others may still finish.
            self._stop(self.children[1:])
            if self.database:
                self.database.stop()

    def _stop(self, some: list[Child]) -> None:
        for child in some:
            child.ask_to_stop()
        for child in some:
            child.wait_stopped(hurry=self.stopping.hurried)


def say(line: str, mark: str = "· ") -> None:
    """One line to the terminal, at once."""
    print(f"{mark}{line}", flush=True)

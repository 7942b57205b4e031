"""One program that is kept running."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.tether import tether
from config.run.surroundings import ROOT

FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0
STEADY_SECONDS = 60.0  # Having lived this long, a child that dies starts with the shortest delay again.


@dataclass(slots=True)
class Child:
    """A program, its log, and how often it has died of late."""

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str]
    patience_seconds: float = 8.0
    deaths: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _started_at: float = 0.0
    _due_at: float | None = None

    @property
    def pid(self) -> int | None:
        """Its process; None while it is down."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it in a session of its own, so that a Ctrl-C at the terminal reaches us alone and we keep the order."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*tether("TERM"), *self.command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._started_at = time.monotonic()
        self._due_at = None

    def keep_alive(self) -> str | None:
        """Look after it: note a death, start it again when its delay is over. Answers with a line to say, or None."""
        now = time.monotonic()
        if self._process is not None and self._process.poll() is not None:
            return self._bury(self._process.returncode, now)
        if self._due_at is not None and now >= self._due_at:
            self.start()
        return None

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    def wait_stopped(self, *, hurry: bool = False) -> None:
        """Wait for it to end, no longer than its patience; then end it and all that it started."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0 if hurry else self.patience_seconds)
            self._end_family(self._process)
        self._process = self._due_at = None

    def _bury(self, status: int, now: float) -> str:
        if self._process is not None:
            self._end_family(self._process)  # Orphans of a killed parent would hold its port.
        self._process = None
        self.deaths = 1 if now - self._started_at > STEADY_SECONDS else self.deaths + 1
        delay = min(FIRST_DELAY_SECONDS * 2 ** (self.deaths - 1), LONGEST_DELAY_SECONDS)
        self._due_at = now + delay
        return f"{self.name} stopped ({_in_words(status)}); starting it again in {delay:g} s. See {self.log}"

    @staticmethod
    def _end_family(process: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _in_words(status: int) -> str:
    return f"exit status {status}" if status >= 0 else signal.Signals(-status).name

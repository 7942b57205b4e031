"""How long it takes to come back: a member who asks ten times a second, and a look at the last sweep."""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import psycopg

from tests.stress.acks import Finding
from tests.stress.wire import Answer, Program, Wire


@dataclass(slots=True)
class Recovery:
    """One thing that was waited for. ``seconds`` is None as long as it has not come."""

    what: str
    since: float
    seconds: float | None = None


# No measure of speed, which the report gives: after a minute somebody would be called.
MOST_SECONDS = 60.0


def judge_recoveries(recoveries: Iterable[Recovery]) -> Iterator[Finding]:
    """Whatever was waited for in vain, or for longer than anybody would wait; after everything else has come to its end."""
    for recovery in recoveries:
        if recovery.seconds is None or recovery.seconds > MOST_SECONDS:
            took = "never" if recovery.seconds is None else f"after {recovery.seconds:.0f} s"
            yield Finding("it comes back by itself", f"{recovery.what}: {took}")


class Pulse:
    """Recoveries as they happen."""

    def __init__(self, port: int, token: str, judge_url: str) -> None:
        self._program = Program(Wire(port), "/api/v1/", token)
        self._judge_url = judge_url
        self._stopping = threading.Event()
        self._answers: list[Recovery] = []
        self._sweeps: list[Recovery] = []
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._beat, self._watch)]

    @property
    def recoveries(self) -> list[Recovery]:
        """All that was waited for, oldest first."""
        return sorted([*self._answers, *self._sweeps], key=lambda recovery: recovery.since)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(30)

    def await_answer(self, what: str) -> None:
        """From now until a question asked after now is answered from the database."""
        self._answers.append(Recovery(what, time.monotonic()))

    def await_sweep(self, what: str) -> None:
        """From now until a worker has swept."""
        self._sweeps.append(Recovery(what, time.monotonic()))

    def _beat(self) -> None:
        while not self._stopping.wait(0.1):
            asked = time.monotonic()
            answer: Answer = self._program.get("me")
            if answer.status == 200:
                # Two tenths: what was on its way when the kill came is no sign of life.
                self._arrived(self._answers, asked - 0.2)

    def _watch(self) -> None:
        last = None
        while not self._stopping.wait(0.3):
            with suppress(psycopg.Error), psycopg.connect(self._judge_url, connect_timeout=2) as judge:
                tick = judge.execute("SELECT max(at) FROM common_tick WHERE name = 'sweep'").fetchone()
                if tick and tick != last:
                    last = tick
                    self._arrived(self._sweeps, time.monotonic() - 1.0)

    @staticmethod
    def _arrived(waiting: list[Recovery], sign_of: float) -> None:
        for recovery in waiting:
            if recovery.seconds is None and recovery.since < sign_of:
                recovery.seconds = time.monotonic() - recovery.since

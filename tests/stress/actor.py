"""An actor: one thread with its own dice that acts again and again until it is told to stop."""

import itertools
import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from tests.stress.acks import Acks
from tests.stress.wire import Answer, Wire


class Actor(ABC):
    """``acts`` are what it does, with how likely each is beside the others."""

    def __init__(self, name: str, *, port: int, dice: random.Random, acks: Acks, world: dict[str, Any]) -> None:
        self.name, self.port, self.dice, self.acks, self.world = name, port, dice, acks, world
        self.wire = Wire(port)
        self.stopping = threading.Event()
        self.pause_seconds = 0.0
        self._numbers = itertools.count(1)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    @abstractmethod
    def acts(self) -> dict[Callable[[], None], int]:
        """What it does."""

    def opening(self) -> None:  # noqa: B027  # Most begin at once.
        """What it does first, once."""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the act under way, retries included."""
        self.stopping.set()

    def join(self, seconds: float) -> bool:
        """Whether it has ended by then."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def new_key(self) -> str:
        """A key that no other request has."""
        return f"{self.name}-{next(self._numbers):07d}"

    def until_answered(self, act: str, ask: Callable[[], Answer], *, tries: int = 60) -> Answer:
        """Ask, and ask the same again while the answer is lost or says: later. Each try is counted."""
        answer = Answer(0)
        for turn in range(tries):
            answer = ask()
            self.acks.count(act, answer.outcome)
            if not answer.is_to_retry:
                return answer
            if answer.status == 503 and "retry-after" not in answer.headers:
                self.acks.find("busy says when to come again", f"{act}: 503 without Retry-After")
            time.sleep(min(0.1 * 1.4**turn, 1.0))
        self.acks.find("answered in the end", f"{act} got no answer in {tries} tries")
        return answer

    def _run(self) -> None:
        try:
            self.opening()
            while not self.stopping.is_set():
                chosen = self.dice.choices(list(self.acts), list(self.acts.values()))[0]
                chosen()
                time.sleep(self.pause_seconds)
        except Exception as error:  # A rig that lost an actor proves less than it says.
            self.acks.find("the rig itself", f"{self.name} ended by {error!r}")
            raise

"""Ctrl-C and its like, noted for the loop to see. Nothing is interrupted in the middle."""

import os
import signal
import time
from collections.abc import Iterator
from types import FrameType


class Stopping:
    """
    Whether we were asked to stop: SIGINT, SIGTERM, SIGHUP, or the ``make`` that started us has gone.

    A second request means at once.
    """

    def __init__(self) -> None:
        self._requests = 0
        self._parent = os.getppid() if "MAKELEVEL" in os.environ else None
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, self._note)

    @property
    def asked(self) -> bool:
        """Stop in order."""
        return self._requests > 0 or (self._parent is not None and os.getppid() != self._parent)

    @property
    def hurried(self) -> bool:
        """Stop at once."""
        return self._requests > 1

    def ticks(self, seconds: float = 0.1) -> Iterator[None]:
        """Yield every so often until asked to stop."""
        while not self.asked:
            yield
            time.sleep(seconds)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._requests += 1

"""While the server gives no connection, one caller at a time waits for it, and the others are told at once to come again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from psycopg import OperationalError

OPEN_SECONDS = 1.0


class Breaker:
    """
    One for each pool of a process.

    Opens   when a caller waited in vain while nobody held a connection. A pool that is merely busy has holders: whoever waits there is
            next in a queue that moves, and goes on waiting.
    Closes  when a caller gets a connection. After a second, and after each that fails, the first to come may try.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._held = 0
        self._opens_again_at = 0.0

    @contextmanager
    def passed(self, *, patience: float) -> Iterator[None]:
        """
        Around the taking of one connection.

        ``patience``  the seconds for which a caller waits in the pool: nobody else tries while one does.

        :raises psycopg.OperationalError: a moment ago there was none to be had.
        """
        self._refuse_or_try(patience)
        try:
            yield
        except OperationalError:
            self._note_failure()
            raise
        with self._lock:
            self._held += 1
            self._opens_again_at = 0.0

    def gave_back(self) -> None:
        """A connection that was taken is no longer held."""
        with self._lock:
            self._held -= 1

    def _refuse_or_try(self, patience: float) -> None:
        with self._lock:
            if not self._opens_again_at:
                return
            if time.monotonic() < self._opens_again_at:
                raise OperationalError("the database gave no connection a moment ago")
            self._opens_again_at = time.monotonic() + patience + OPEN_SECONDS

    def _note_failure(self) -> None:
        with self._lock:
            self._opens_again_at = 0.0 if self._held else time.monotonic() + OPEN_SECONDS

"""The database is started again for as long as that takes: a full disk is freed in hours, not in seconds."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from config.embedded import RunningDatabase, StartFailed

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 10.0
QUICK_DELAY_SECONDS = 0.2
FULL_BELOW_BYTES = 32 * 2**20  # PostgreSQL wants a segment of its log, of 16 MB, before it serves.


@dataclass(slots=True)
class Revival:
    """
    Looks after one database.

    ``quick_seconds``  for so long after a death the children of the dead one may refuse the next: tried again at once, without a word.
    """

    database: RunningDatabase
    quick_seconds: float = 15.0
    _died_at: float | None = None
    _delay_seconds: float = 0.0
    _due_at: float = 0.0

    def keep_alive(self) -> str | None:
        """Note a death, try to start it when its delay is over. Answers with a line to say, or None. Never gives up."""
        if self.database.is_alive():
            return self._note_life()
        now = time.monotonic()
        if self._died_at is None:
            self._died_at, self._delay_seconds, self._due_at = now, 0.0, now
            return f"The database stopped; starting it again. See {self.database.log}"
        return self._try(now) if now >= self._due_at else None

    def _note_life(self) -> str | None:
        was_long_away, self._died_at = self._delay_seconds > 0, None
        self._delay_seconds = 0.0
        return "The database is back." if was_long_away else None

    def _try(self, now: float) -> str | None:
        try:
            self.database.restart(seconds=0)
        except (StartFailed, OSError) as error:
            return self._wait_after(error, is_quick=now - (self._died_at or now) < self.quick_seconds)
        return self._note_life()

    def _wait_after(self, error: Exception, *, is_quick: bool) -> str | None:
        self._due_at = time.monotonic() + QUICK_DELAY_SECONDS
        if is_quick:
            return None
        self._delay_seconds = min(max(FIRST_DELAY_SECONDS, self._delay_seconds * 2), LONGEST_DELAY_SECONDS)
        self._due_at = time.monotonic() + self._delay_seconds
        return f"The database does not start: {why(error, self.database.log)}. Trying again in {self._delay_seconds:g} s"


def why(error: Exception, log: Path) -> str:
    """One line: that the disk is full, where it is; else the last reason that PostgreSQL gave."""
    free = shutil.disk_usage(log.parent).free
    if free < FULL_BELOW_BYTES:
        return f"the disk that holds {log.parent.parent} is full, with {free // 2**20} MB left"
    lines = str(error).splitlines()
    return next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), lines[-1])

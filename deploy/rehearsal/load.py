"""Members who claim and look, and remember what they were told."""

import hashlib
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.whole import Tap, Whole
from tests.stress.wire import Program


@dataclass(slots=True)
class Acknowledged:
    """The log of answers: redemption ids, digests of codes that were shown, and every first answer that was no success."""

    redemptions: dict[str, float] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def claimed(self, redemption: str) -> None:
        with self._lock:
            self.redemptions[redemption] = time.monotonic()

    def saw(self, redemption: str, code: str) -> None:
        """A code on a screen: never the one that somebody else has seen."""
        digest = hashlib.sha256(code.encode()).hexdigest()
        with self._lock:
            if self.shown.setdefault(digest, redemption) != redemption:
                self.twice.append(digest)

    def trouble(self, what: str) -> None:
        with self._lock:
            self.troubles[what] += 1

    def first_after(self, moment: float) -> float | None:
        """How long after the moment the next claim was acknowledged."""
        with self._lock:
            later = [at for at in self.redemptions.values() if at > moment]
        return min(later) - moment if later else None


class Load:
    """Some threads that grant, claim and look, until told to stop. An answer that is none is asked for again with the same key."""

    def __init__(self, whole: Whole, log: Acknowledged, threads: int = 3) -> None:
        self._whole, self.log = whole, log
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                tap = self._whole.granted()
            except AssertionError:
                continue  # Fenced, or away: the claims below are what is counted.
            self._claim(tap)

    def _claim(self, tap: Tap) -> None:
        for _try in range(200):
            answer = tap.once()
            if answer.status == 201:
                found = answer.json()
                self.log.claimed(found["id"])
                self._look(tap, found["id"])
                return
            self.log.trouble(answer.outcome)
            if self._stopping.is_set() or not answer.is_to_retry:
                return
            time.sleep(0.2)

    def _look(self, tap: Tap, redemption: str) -> None:
        program = Program(tap.wire, "/api/v1/", tap.member["token"])
        answer = program.send("POST", f"redemptions/{redemption}/reveal", {})
        if answer.status == 200:
            self.log.saw(redemption, answer.json()["code"])

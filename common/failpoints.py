"""
Named points at which a rig kills, stops, delays or fails this process. Everywhere but in a rig they are nothing.

The environment says what happens where: ``FAILPOINTS=claim.after_lock=kill9,submit.after_send=sleep:2@0.1``, or
``FAILPOINTS=@path`` for a file of such lines, read again whenever it changes. ``FAILPOINTS_SEED`` chooses the draws.
"""

import os
import random
import re
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

NAMES = frozenset(
    {
        "replay.after_key",
        "replay.before_answer",
        "claim.after_lock",
        "claim.after_decision",
        "claim.after_code",
        "claim.after_topup",
        "claim.after_delivery",
        "claim.before_commit",
        "claim.after_commit",
        "reveal.after_record",
        "reveal.after_opening",
        "reissue.after_taking_back",
        "reissue.before_commit",
        "reverse.after_voiding",
        "follow.before_commit",
        "submit.before_attempt_row",
        "submit.after_attempt_row",
        "submit.after_send",
        "submit.before_outcome",
        "query.after_attempt_row",
        "query.after_answer",
        "callback.before_commit",
        "grant.before_commit",
        "check.after_reading",
        "confirm.before_commit",
        "issue.after_chunk",
        "issue.after_closing",
        "undo.after_revoking",
        "undo.before_commit",
        "settle.before_commit",
        "intake.after_chunk",
        "intake.after_taking_in",
        "ledger.between_balance_and_postings",
        "job.after_lease",
        "job.before_commit",
        "job.after_commit",
    }
)
_LINE = re.compile(
    r"(?P<name>[a-z_.]+)(\[(?P<subject>[^\]]+)\])?=(?P<act>kill9|raise|stop|sleep):?(?P<seconds>[0-9.]+)?(@(?P<odds>[0-9.]+))?"
)


class FailpointReached(Exception):
    """What ``raise`` raises: an error that nobody foresaw."""


@dataclass(frozen=True, slots=True)
class Trap:
    """What happens at one point, how likely, and to which subject alone if one is named."""

    act: str
    seconds: float
    odds: float
    subject: str


def read_traps(lines: Iterable[str]) -> dict[str, Trap]:
    """:raises ValueError: no such point or act; said at once, since a trap that never closes proves nothing."""
    traps = {}
    for line in filter(None, map(str.strip, lines)):
        found = _LINE.fullmatch(line)
        if found is None or found["name"] not in NAMES:
            raise ValueError(f"FAILPOINTS: {line!r} names no point, or nothing that can happen there.")
        traps[found["name"]] = Trap(found["act"], float(found["seconds"] or 0), float(found["odds"] or 1), found["subject"] or "")
    return traps


class Armed:
    """The points of a process in a rig."""

    def __init__(self, said: str, seed: str) -> None:
        self._file = Path(said[1:]) if said.startswith("@") else None
        self._seed = seed
        self._stamp: int | None = None
        self._traps = {} if self._file else read_traps(said.split(","))
        self._draws: dict[int, random.Random] = {}

    def __call__(self, name: str, subject: object = "") -> None:
        trap = self._current().get(name)
        if trap is None or (trap.subject and trap.subject != str(subject)) or self._draw() >= trap.odds:
            return
        if trap.act == "raise":
            raise FailpointReached(name)
        if trap.act == "sleep":
            time.sleep(trap.seconds)
        else:
            os.kill(os.getpid(), signal.SIGKILL if trap.act == "kill9" else signal.SIGSTOP)

    def _current(self) -> dict[str, Trap]:
        if self._file is not None:
            stamp = self._file.stat().st_mtime_ns
            if stamp != self._stamp:
                self._stamp, self._traps = stamp, read_traps(self._file.read_text().splitlines())
        return self._traps

    def _draw(self) -> float:
        # A child that was forked, or started in the place of a killed one, draws anew: else it would die of the same draw for ever.
        pid = os.getpid()
        return self._draws.setdefault(pid, random.Random(f"{self._seed}:{pid}")).random()  # noqa: S311  # Chance, not a secret.


def _nothing(_name: str, _subject: object = "") -> None:
    pass


def _after_commit(name: str, subject: object = "") -> None:
    transaction.on_commit(lambda: failpoint(name, subject))


# Resolved once, here: where no rig asks for it, there is nothing to switch on.
failpoint: Callable[..., None] = Armed(settings.FAILPOINTS, settings.FAILPOINTS_SEED) if settings.FAILPOINTS else _nothing
failpoint_after_commit: Callable[..., None] = _after_commit if settings.FAILPOINTS else _nothing

"""The operator's acts, through a clerk's process that dies as often as any other."""

import json
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from config.embedded.tether import tether
from config.run.surroundings import ROOT
from tests.stress.actor import Actor

_SOMETHING = {
    "reissue": ("redemption", "SELECT id FROM redemption_redemption WHERE state IN ('fulfilled', 'failed') ORDER BY random() LIMIT 1"),
    "reverse": ("redemption", "SELECT id FROM redemption_redemption WHERE state = 'fulfilled' AND kind = 'code' ORDER BY random() LIMIT 1"),
    "revoke": ("grant", "SELECT id FROM benefits_grant WHERE state IN ('scheduled', 'claimable') ORDER BY random() LIMIT 1"),
    "void": ("code", "SELECT id FROM supply_code WHERE state = 'available' LIMIT 1"),
    "ask": ("topup", "SELECT id FROM supply_topup WHERE state IN ('unknown', 'processing') ORDER BY random() LIMIT 1"),
}


class Operator(Actor):
    """Asks the clerk for one act after another; a clerk that died is replaced."""

    def __init__(self, *args: Any, command: list[str], environment: dict[str, str], log: Path, judge_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._command, self._environment, self._log, self._judge_url = command, environment, log, judge_url
        self._clerk: subprocess.Popen[str] | None = None
        self._next_card = int(self.world["codes"])
        self._lock = threading.Lock()
        self.pause_seconds = 0.15

    @property
    def acts(self) -> dict[Callable[[], None], int]:
        return {self.act_on_something: 20, self.restock: 1}

    @property
    def pid(self) -> int | None:
        """The clerk's process."""
        return self._clerk.pid if self._clerk else None

    def act_on_something(self) -> None:
        """One of the acts, on whatever there is."""
        act = self.dice.choice(sorted(_SOMETHING))
        name, sql = _SOMETHING[act]
        subject = None
        with suppress(psycopg.Error), psycopg.connect(self._judge_url, connect_timeout=2) as judge:
            subject = judge.execute(sql.encode()).fetchone()
        if subject is None:
            return
        outcome = self._ask({"act": act, name: str(subject[0])})
        if outcome == "done" and act in ("reverse", "revoke", "void"):
            self.acks.clerk[f"{act} {subject[0]}"] = outcome

    def restock(self) -> None:
        """More codes, while there is a need."""
        count, self._next_card = 400, self._next_card + 400
        if self._ask({"act": "stock", "count": count, "first": self._next_card - count}) == "done":
            self.acks.rows["codes taken in"] += 2 * count

    def dismiss(self) -> None:
        """End the clerk."""
        if self._clerk is not None:
            self._clerk.kill()
            self._clerk.wait()

    def _ask(self, what: dict[str, Any]) -> str:
        try:
            clerk = self._present_clerk()
            assert clerk.stdin is not None
            assert clerk.stdout is not None
            clerk.stdin.write(json.dumps(what) + "\n")
            clerk.stdin.flush()
            line = clerk.stdout.readline()
        except OSError:
            line = ""
        outcome = json.loads(line)["outcome"] if line else "lost"
        self.acks.count(f"clerk {what['act']}", outcome)
        return str(outcome)

    def _present_clerk(self) -> subprocess.Popen[str]:
        if self._clerk is None or self._clerk.poll() is not None:
            with self._log.open("ab") as log:
                self._clerk = subprocess.Popen(
                    [*tether("TERM"), *self._command],
                    cwd=ROOT,
                    env=self._environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    start_new_session=True,
                )
            assert self._clerk.stdout is not None
            self._clerk.stdout.readline()
        return self._clerk

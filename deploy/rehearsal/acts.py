"""What is done to the topology, and what must come of it."""

import subprocess
import sys
import time
from dataclasses import dataclass, field

from config.run.surroundings import ROOT
from deploy.rehearsal.load import Acknowledged, Load
from deploy.rehearsal.stage import Fronted, Topology
from tests.faults.whole import wait_until
from tests.stress.wire import Program, Wire

RECOVERS_WITHIN = 30.0


@dataclass(slots=True)
class Acts:
    """Each act prints what it came to, and adds to ``broken`` what should not have been."""

    topology: Topology
    whole: Fronted
    seconds: float
    broken: list[str] = field(default_factory=list)

    def keep_step(self) -> list[str]:
        """Everything is replaced under load, the broker loses everything, the primary is lost: nothing that was acknowledged is."""
        self._replace_everything()
        if self.topology.broker:
            self._lose_broker()
        log = self._lose_primary()
        self._expect(self._lost(log) == 0, f"{self._lost(log)} acknowledged claims are lost")
        self._expect(not log.twice, "a code was shown to two members")
        self._expect(not self._is_fenced(), "the platform fenced itself though nothing was lost")
        self._verify()
        return self.broken

    def lag(self) -> list[str]:
        """The negative control: a standby behind its primary. Losses are found, the fence is up, and nothing is shown again."""
        log = self._lose_primary()
        self._expect(self._lost(log) > 0, "the control found no loss: it proves nothing")
        wait_until(self._is_fenced, seconds=30)
        print("  fenced; manage.py unfence --apply:", flush=True)
        done = subprocess.run(
            [sys.executable, "manage.py", "unfence", "--apply"],
            cwd=ROOT,
            env=self.topology.environment("workers"),
            capture_output=True,
            text=True,
            check=False,
        )
        print("    " + "\n    ".join(done.stdout.splitlines()[-3:]))
        self._expect(done.returncode == 0, f"unfence ended with {done.returncode}: {done.stderr[-300:]}")
        before = len(log.redemptions)
        self._load(log)
        print(f"  {len(log.redemptions) - before} claims after it, {len(log.twice)} codes shown twice", flush=True)
        self._expect(len(log.redemptions) > before, "no claim works after the fence was lifted")
        self._expect(not log.twice, "a code was shown to two members")
        if self.topology.broker:
            self._lose_broker()
        self._verify()
        return self.broken

    def _replace_everything(self) -> None:
        log = Acknowledged()
        with Load(self.whole, log):
            time.sleep(self.seconds / 2)
            for name in ("web", "web-2", "worker-default", "worker-default-2", "worker-outside", "worker-imports"):
                self._replace(name)
            time.sleep(self.seconds / 2)
        failed = {what: count for what, count in log.troubles.items() if what != "429"}
        print(f"rolling restart: {len(log.redemptions)} claims, {sum(failed.values())} failed {failed or ''}", flush=True)
        self._expect(not failed, f"claims failed while everything was replaced: {failed}")

    def _replace(self, name: str) -> None:
        piece = self.topology.pieces[name]
        old = piece.pid
        piece.ask_to_stop()
        wait_until(lambda: piece.pid not in (None, old), seconds=60)
        if name.startswith("web"):
            port = int(piece.command[piece.command.index("--port") + 1])
            wait_until(lambda: Wire(port).ask("GET", "/healthz").status == 200, seconds=60)
        else:
            time.sleep(4)

    def _lose_broker(self) -> None:
        taps = [self.whole.granted("phone-50") for _ in range(10)]
        for tap in taps:
            tap.until_answered()
        began = time.monotonic()
        assert self.topology.broker is not None
        self.topology.broker.lose_everything()
        back = time.monotonic() - began
        wait_until(lambda: all(tap.topup()[2] == "succeeded" for tap in taps), seconds=120)
        seconds = time.monotonic() - began
        print(f"broker killed and emptied: back after {back:.1f} s, ten top-ups delivered {seconds - back:.1f} s later", flush=True)
        effects = [effect["reference"] for effect in self.whole.book()["effects"]]
        self._expect(all(effects.count(tap.topup()[1]) == 1 for tap in taps), "a top-up was not delivered exactly once")

    def _lose_primary(self) -> Acknowledged:
        log = Acknowledged()
        with Load(self.whole, log):
            time.sleep(self.seconds)
            killed = time.monotonic()
            self.topology.lose_primary()
            promoted = time.monotonic() - killed
            time.sleep(self.seconds)
        again = log.first_after(killed + 0.2)
        print(
            f"primary killed: {len(log.redemptions)} claims acknowledged, {self._lost(log)} lost; promoted after {promoted:.1f} s, "
            f"claims again after {f'{again + 0.2:.1f} s' if again else 'never'}",
            flush=True,
        )
        if self.topology.is_in_step:
            self._expect(again is not None and again < RECOVERS_WITHIN, "claims do not come back")
        return log

    def _load(self, log: Acknowledged) -> None:
        with Load(self.whole, log):
            time.sleep(self.seconds)

    def _lost(self, log: Acknowledged) -> int:
        there = {
            str(row[0]) for row in self.whole.read("SELECT id FROM redemption_redemption WHERE id = ANY(%s::uuid[])", list(log.redemptions))
        }
        return len(set(log.redemptions) - there)

    def _is_fenced(self) -> bool:
        answer = Program(Wire(self.topology.surroundings.port), "/", "").get("readyz")
        return bool(answer.json().get("fenced"))

    def _verify(self) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", "verify"],
            cwd=ROOT,
            env=self.topology.environment("workers"),
            capture_output=True,
            text=True,
            check=False,
        )
        print("  " + (done.stdout.splitlines() or ["verify said nothing"])[-1], flush=True)
        self._expect(done.returncode == 0, "verify: " + "; ".join(line for line in done.stdout.splitlines() if line.startswith("BROKEN")))

    def _expect(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001
        if not holds:
            self.broken.append(otherwise)

"""One run from an empty folder to a verdict."""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.stress import report
from tests.stress.acks import Acks, Finding
from tests.stress.actor import Actor
from tests.stress.acts.hr import HumanResources
from tests.stress.acts.members import Members
from tests.stress.acts.operator import Operator
from tests.stress.acts.portal import Portal
from tests.stress.acts.programs import Programs
from tests.stress.canary import marker, pattern
from tests.stress.faults import Troublemaker
from tests.stress.judges.memory import judge_memory
from tests.stress.judges.secrecy import judge_secrecy
from tests.stress.judges.supplier import judge_supplier
from tests.stress.judges.tables import judge_tables
from tests.stress.plan import Plan, make_plan
from tests.stress.pulse import Pulse, judge_recoveries
from tests.stress.rings import Rings
from tests.stress.settle import settle
from tests.stress.stage import PYTHON, Size, Stage

SETTLE_SECONDS = 150.0
# With a number of operations asked for, the faults are planned for as long as it may take.
_LONGEST = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: so many operations, or so many seconds of load."""

    seed: int
    seconds: float = 120.0
    operations: int = 0
    size: Size = field(default_factory=Size)
    is_calm: bool = False

    @property
    def command(self) -> str:
        """What repeats it."""
        amount = f"OPS={self.operations}" if self.operations else f"SECONDS={self.seconds:g}"
        return f"make stress SEED={self.seed} {amount}"


class Run:
    """``findings`` is empty after a run in which every promise held."""

    def __init__(self, wish: Wish, folder: Path) -> None:
        self.wish, self.folder = wish, folder
        self.plan: Plan = make_plan(wish.seed, seconds=_LONGEST if wish.operations else wish.seconds, without_faults=wish.is_calm)
        self.stage = Stage(folder, wish.seed, size=wish.size, mood=self.plan.mood)
        self.acks = Acks()
        self.findings: list[Finding] = []
        self._actors: list[Actor] = []

    def __call__(self) -> list[Finding]:
        """Bring up, load, calm down, judge, take down."""
        print(f"stress: seed {self.wish.seed}, commit {report.commit()}, plan {self.plan.digest}", flush=True)
        began = time.monotonic()
        try:
            self.stage.bring_up()
            print(f"  up after {time.monotonic() - began:.0f} s", flush=True)
            self._load()
            self._judge()
        finally:
            for actor in self._actors:
                actor.stop()
                if isinstance(actor, Operator):
                    actor.dismiss()
            self.stage.down()
        print(
            f"{'BROKEN' if self.findings else 'held'}: {self.acks.operations:,} operations in {time.monotonic() - began:.0f} s", flush=True
        )
        return self.findings

    def _load(self) -> None:
        world = self.stage.world
        pulse = Pulse(self.stage.surroundings.port, world["enterprises"][1]["members"][0]["token"], self.stage.owner_url)
        operator = self._people_the_stage()
        trouble = Troublemaker(self.stage, self.plan, pulse, clerk=lambda: operator.pid)
        rings = Rings(self.stage.owner_url)
        rings.start()
        pulse.start()
        for actor in self._actors:
            actor.start()
        began = said = time.monotonic()
        while not self._is_enough(time.monotonic() - began):
            self.stage.look_after()
            trouble.turn(time.monotonic() - began)
            if time.monotonic() - said > (10 if self.wish.seconds < 600 and not self.wish.operations else 60):
                said = time.monotonic()
                self._say_progress(said - began, trouble)
            time.sleep(0.05)
        trouble.calm()
        self._stop_actors()
        left = settle(self.stage.owner_url, self.stage.look_after, seconds=SETTLE_SECONDS)
        if left:
            self.findings.append(Finding("all that is due comes to its end", str(left)))
        pulse.stop()
        rings.stop()
        self.findings += [Finding("no two wait in a ring", "\n".join(ring)) for ring in rings.seen]
        self.findings += judge_recoveries(pulse.recoveries)
        self._say_all(trouble, pulse, time.monotonic() - began)

    def _people_the_stage(self) -> Operator:
        stage, names = self.stage, ["members-1", "members-2", "members-3", "members-4", "members-5"]
        given = {"port": stage.surroundings.port, "acks": self.acks, "world": stage.world}
        operator = Operator(
            "operator",
            dice=self.plan.dice("operator"),
            command=[PYTHON, "-m", "tests.stress.clerk", str(self.wish.seed)],
            environment=stage.environment("workers"),
            log=stage.surroundings.logs / "clerk.log",
            judge_url=stage.owner_url,
            **given,
        )
        self._actors = [Members(name, dice=self.plan.dice(name), **given) for name in names]
        self._actors += [Programs(name, dice=self.plan.dice(name), **given) for name in ("program-a", "program-b")]
        rows = (2000, 12_000) if self.wish.operations >= 100_000 else (50, 1500)
        self._actors += [HumanResources("hr", dice=self.plan.dice("hr"), rows=rows, **given)]
        self._actors += [Portal("portal", dice=self.plan.dice("portal"), **given), operator]
        return operator

    def _is_enough(self, elapsed: float) -> bool:
        return self.acks.operations >= self.wish.operations if self.wish.operations else elapsed >= self.wish.seconds

    def _stop_actors(self) -> None:
        for actor in self._actors:
            actor.stop()
        end = time.monotonic() + 60
        waiting = list(self._actors)
        while waiting and time.monotonic() < end:
            self.stage.look_after()
            waiting = [actor for actor in waiting if not actor.join(0.1)]
        for actor in waiting:
            self.acks.find("answered in the end", f"{actor.name} still waits")

    def _judge(self) -> None:
        url = self.stage.owner_url
        self.findings += self.acks.findings
        self.findings += judge_tables(url)
        self.findings += judge_memory(url, self.acks)
        self.findings += judge_supplier(url, self.stage.supplier_url)
        self.findings += judge_secrecy(url, self.stage.data_dir / "log", pattern([marker(self.wish.seed), *self.acks.seen_codes]))
        self._verify()
        report.show_findings(self.findings)

    def _verify(self) -> None:
        try:
            self.stage.run("manage.py", "verify", log="verify.log")
        except RuntimeError:
            said = (self.stage.data_dir / "log" / "verify.log").read_text().splitlines()
            broken = [line for line in said if line.startswith("BROKEN")]
            self.findings.append(Finding("manage.py verify", " | ".join(broken)[:500]))

    def _say_progress(self, elapsed: float, trouble: Troublemaker) -> None:
        line = f"  {elapsed:5.0f} s  {self.acks.operations:>9,} operations  {sum(trouble.played.values()):>4} faults  {len(self.acks.findings)} findings"
        print(line, flush=True)

    def _say_all(self, trouble: Troublemaker, pulse: Pulse, seconds: float) -> None:
        print(f"operations ({seconds:.0f} s):")
        report.show_counts(self.acks)
        print("faults:")
        report.show_faults(trouble.played)
        print("recoveries:")
        report.show_recoveries(pulse.recoveries)
        print(f"  started again: {len(self.stage.news)} pieces")
        sys.stdout.flush()

"""What a run prints: what was done, what went wrong on purpose, how quickly it came back, and what was broken."""

import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable

from config.run.surroundings import ROOT
from tests.stress.acks import Acks, Finding
from tests.stress.pulse import Recovery

# Beyond this a thing has not come back by itself.
WITHIN = {"web": 5.0, "work": 15.0}


def commit() -> str:
    """The code that was run; a star where it has changes that are not committed."""
    done = subprocess.run(["git", "describe", "--always", "--dirty=*"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "no commit"


def show_counts(acks: Acks) -> None:
    """Per act, its outcomes and how often."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for (act, outcome), count in acks.counts.items():
        table[act][outcome] += count
    for act in sorted(table):
        outcomes = ", ".join(f"{outcome} {count:,}" for outcome, count in table[act].most_common())
        print(f"  {act:<20} {sum(table[act].values()):>7,}  {outcomes}")
    for what, rows in sorted(acks.rows.items()):
        print(f"  {what:<20} {rows:>7,}  rows")


def show_faults(played: Counter[str]) -> None:
    """Each kind and how often."""
    print("  " + ", ".join(f"{kind} {count}" for kind, count in sorted(played.items())))


def show_recoveries(recoveries: Iterable[Recovery]) -> None:
    """Each kind: how often, the median and the worst."""
    kinds: dict[str, list[float | None]] = defaultdict(list)
    for recovery in recoveries:
        kinds[recovery.what].append(recovery.seconds)
    for what, seconds in sorted(kinds.items()):
        known = sorted(each for each in seconds if each is not None)
        if known:
            limit = WITHIN[what.split()[0]]
            late = sum(each > limit for each in known)
            print(f"  {what}: {len(known)} times, median {known[len(known) // 2]:.1f} s, worst {known[-1]:.1f} s, {late} over {limit:g} s")


def show_findings(findings: list[Finding]) -> None:
    """Each broken promise with what shows it."""
    for finding in findings:
        print(f"  BROKEN {finding.promise}\n         {finding.detail}")

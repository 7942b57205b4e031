"""A child that is kept running: small real programs, really killed."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.run.child import Child

SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
LEAVES_AN_ORPHAN = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPS!r}]); {SLEEPS}"

Make = Callable[[str], Child]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Child] = []

    def child(script: str) -> Child:
        made.append(Child("clock", (sys.executable, "-c", script), tmp_path / "clock.log", os.environ, patience_seconds=2))
        return made[-1]

    yield child
    for each in made:
        each.wait_stopped(hurry=True)


def until(condition: Callable[[], object], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def family(child: Child) -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _group(entry) == child.pid]


def _group(entry: Path) -> int | None:
    try:
        return os.getpgid(int(entry.name))
    except ProcessLookupError:
        return None


def news(child: Child, count: int) -> list[str]:
    said: list[str] = []

    def listen() -> bool:
        said.extend(filter(None, [child.keep_alive()]))
        return len(said) == count

    until(listen)
    return said


def test_a_killed_child_is_said_once_and_started_again(make: Make) -> None:
    child = make(SLEEPS)
    child.start()
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert news(child, 1) == [f"clock stopped (SIGKILL); starting it again in 0.5 s. See {child.log}"]
    until(lambda: child.keep_alive() or child.pid)
    assert child.pid != first


def test_one_that_keeps_dying_waits_twice_as_long_each_time(make: Make) -> None:
    child = make("import sys; sys.exit(3)")
    child.start()
    first, second = news(child, 2)
    assert first == f"clock stopped (exit status 3); starting it again in 0.5 s. See {child.log}"
    assert second == f"clock stopped (exit status 3); starting it again in 1 s. See {child.log}"


def test_a_stop_ends_it_and_it_is_not_started_again(make: Make) -> None:
    child = make(SLEEPS)
    child.start()
    child.ask_to_stop()
    child.wait_stopped()
    assert child.keep_alive() is None
    assert child.pid is None


def test_one_that_will_not_hear_is_killed_when_patience_ends(make: Make) -> None:
    child = make(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}")
    child.start()
    until(lambda: "up" in child.log.read_text())
    began = time.monotonic()
    child.ask_to_stop()
    child.wait_stopped()
    assert 2 <= time.monotonic() - began < 4


def test_orphans_of_a_killed_child_are_killed_too(make: Make) -> None:
    child = make(LEAVES_AN_ORPHAN)
    child.start()
    until(lambda: child.log.read_text().count("up") == 2)
    members = family(child)
    assert len(members) == 2
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    until(child.keep_alive)
    until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() and _runs(pid) for pid in members))


def _runs(pid: int) -> bool:
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())  # Empty: dead, and waiting for init to notice.
    except FileNotFoundError:
        return False

"""Processes with all that they started: ended, paused and continued together. Only ever below a process of ours."""

import os
import signal
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def family(pid: int) -> list[int]:
    """The process and all below it, parents first."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError, ValueError):
                children[int(_stat(int(entry.name))[1])].append(int(entry.name))
    found, queue = [], [pid]
    while queue:
        one = queue.pop(0)
        found.append(one)
        queue += sorted(children[one])
    return found


def children_of(pid: int) -> list[int]:
    """Those that the process started itself, by age."""
    return [one for one in family(pid)[1:] if parent_of(one) == pid]


def parent_of(pid: int) -> int:
    """0 for one that has gone."""
    try:
        return int(_stat(pid)[1])
    except (OSError, IndexError, ValueError):
        return 0


def is_stopped(pid: int) -> bool:
    """Whether it was paused."""
    try:
        return _stat(pid)[0] == "T"
    except (OSError, IndexError):
        return False


def send(pids: Iterable[int], number: signal.Signals) -> None:
    """Signal those that are still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def resident_megabytes(pids: Iterable[int]) -> float:
    """What they hold in memory together; shared pages count for each."""
    page, total = os.sysconf("SC_PAGE_SIZE"), 0
    for pid in pids:
        with suppress(OSError, IndexError, ValueError):
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
    return total / 1e6


def _stat(pid: int) -> list[str]:
    """State, parent and the rest: what follows the name, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()

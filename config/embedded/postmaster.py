"""The server process as the files tell of it: is one alive here, and how an orphan of an earlier run is ended."""

import os
import signal
import time
from pathlib import Path


def living_pid(cluster: Path) -> int | None:
    """The process that serves these files now; None if there is none."""
    pid = _noted_pid(cluster)
    return pid if pid is not None and _serves(pid, cluster) else None


def end_orphan(cluster: Path, *, seconds: float = 20) -> None:
    """
    Stop a server whose starter was killed, and clear a lock file that no server holds any more.

    PostgreSQL would take a dead process that nobody reaped, or a stranger who was given its number after a reboot, for
    a living server, and refuse to start. That nobody uses the files it checks again by its shared memory.
    """
    pid = living_pid(cluster)
    if pid is not None:
        os.kill(pid, signal.SIGINT)
        _wait_gone(cluster, seconds=seconds)
    if living_pid(cluster) is None:
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def _wait_gone(cluster: Path, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while living_pid(cluster) is not None and time.monotonic() < deadline:
        time.sleep(0.05)


def _noted_pid(cluster: Path) -> int | None:
    try:
        return int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, PermissionError, ValueError):
        return None


def _serves(pid: int, cluster: Path) -> bool:
    if Path("/proc/self").exists():
        try:
            # Empty for a dead process that waits to be reaped; a stranger's does not name our folder.
            return os.fsencode(cluster) in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

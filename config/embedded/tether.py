"""A child that does not outlive us, even when we are killed."""

import shutil
import subprocess
from functools import cache


@cache
def _setpriv() -> str | None:
    found = shutil.which("setpriv")
    if found is None:
        return None
    # BusyBox has a setpriv too, without this option.
    works = subprocess.run([found, "--pdeathsig", "TERM", "true"], capture_output=True, check=False).returncode == 0
    return found if works else None


def tether(signal_name: str) -> tuple[str, ...]:
    """
    Words to put before a command, so that the kernel signals it when the thread that started it ends.

    Empty where the system has no such thing; then an orphan is ended at the next start.
    """
    setpriv = _setpriv()
    return (setpriv, "--pdeathsig", signal_name) if setpriv else ()

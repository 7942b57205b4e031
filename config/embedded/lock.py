"""One holder of a folder at a time. The kernel lets go when the holder dies, however it dies."""

import fcntl
import os
from pathlib import Path

from config.embedded.refusals import AlreadyRunning


def hold(path: Path) -> int:
    """
    Take the lock file and return its descriptor; closing it, or dying, lets go.

    :raises AlreadyRunning: another process holds it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode() or "unknown"
        os.close(descriptor)
        raise AlreadyRunning(
            f"{path.parent} is in use by another run (process {holder}). Stop that one, or choose another DATA_DIR."
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    return descriptor

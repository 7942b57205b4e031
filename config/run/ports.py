"""Is a port free, and which one is."""

import socket
import time


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen()
        except OSError:
            return False
        return True


def is_free_soon(host: str, port: int, *, seconds: float = 3.0) -> bool:
    """The same, with some patience: an earlier run that was killed may still be letting go."""
    deadline = time.monotonic() + seconds
    while not is_free(host, port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def first_free(ports: range, host: str = "127.0.0.1") -> int:
    """
    The first free port of the range.

    :raises OSError: all are taken.
    """
    for port in ports:
        if is_free(host, port):
            return port
    raise OSError(f"Every port from {ports.start} to {ports.stop - 1} is taken.")

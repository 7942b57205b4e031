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


def first_free(ports: range, host: str = "127.0.0.1", *, claims: bool = False) -> int:
    """
    The first free port of the range.

    ``claims``  for as long as this process lives no other that claims, too, is given the port: it may be listened on later.

    :raises OSError: all are taken.
    """
    for port in ports:
        if is_free(host, port) and (not claims or _claim(host, port)):
            return port
    raise OSError(f"Every port from {ports.start} to {ports.stop - 1} is taken.")


# A name that the kernel forgets with its holder, and no file stands for.
_claimed: list[socket.socket] = []


def _claim(host: str, port: int) -> bool:
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0quanyi {host} {port}")
    except OSError:
        claim.close()
        return False
    _claimed.append(claim)
    return True

"""How to reach the embedded server: its port and passwords, kept in a file only its owner can read."""

import json
import os
import random
import secrets
import socket
from dataclasses import asdict, dataclass, replace
from pathlib import Path

OWNER = "postgres"
USER = "quanyi"
DATABASE = "quanyi"

# Below the range the kernel hands to outgoing connections, which could take our port while the server is down.
_PORTS = range(15400, 19400)


@dataclass(frozen=True, slots=True)
class Access:
    """Where the server listens and what it wants to hear. The owner makes roles; the platform is a plain user."""

    port: int
    owner_password: str
    password: str

    @property
    def url(self) -> str:
        """``DATABASE_URL`` of the platform's database."""
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def owner_url(self) -> str:
        """The cluster owner's address, for making roles and databases."""
        return f"postgres://{OWNER}:{self.owner_password}@127.0.0.1:{self.port}/postgres"


def new_access() -> Access:
    """A free port and fresh passwords."""
    return Access(
        port=_free_port(),
        owner_password=secrets.token_urlsafe(24),
        password=secrets.token_urlsafe(24),
    )


def with_free_port(access: Access) -> Access:
    """The same, on another port if somebody has taken ours since."""
    return access if _is_free(access.port) else replace(access, port=_free_port())


def read_access(path: Path) -> Access | None:
    """What was kept; None before the first start."""
    try:
        return Access(**json.loads(path.read_text()))
    except FileNotFoundError:
        return None


def keep_access(path: Path, access: Access) -> None:
    """Write it whole or not at all, readable by its owner only from the first byte."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(access), file)
    draft.replace(path)


def _free_port() -> int:
    for port in random.sample(_PORTS, 200):
        if _is_free(port):
            return port
    raise OSError("no free port on 127.0.0.1")


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        # As PostgreSQL does: connections that linger after a crash do not hold the port.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True

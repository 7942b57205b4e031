"""What the person at the terminal said: the environment, read once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_YES = {"1", "true", "yes", "y", "on", "ok"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where things are and listen. ``database_url`` is None when the embedded database is to be used."""

    environ: Mapping[str, str]
    data_dir: Path
    host: str
    port: int
    demo: bool
    sandbox_port: int | None  # None: the first free one.
    database_url: str | None

    @property
    def logs(self) -> Path:
        """One file a child."""
        return self.data_dir / "log"

    @property
    def local_url(self) -> str:
        """The web server as this machine reaches it."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104  # Compared, not bound.
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def child_environment(self, *, database_url: str, sandbox_port: int) -> dict[str, str]:
        """What every child is told, so that all of them agree whatever was left unset."""
        told = {
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": database_url,
            "DEMO": "1" if self.demo else "0",
            "PORT": str(self.port),
            "SANDBOX_PORT": str(sandbox_port),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUNBUFFERED": "1",
        }
        return {**self.environ, **told}


def read_surroundings(environ: Mapping[str, str] = os.environ) -> Surroundings:
    """
    The environment with its defaults. An empty value counts as unset.

    :raises ValueError: a port is not a number; the message names the variable.
    """
    said = {name: value for name, value in environ.items() if value}
    sandbox_port = _port(said, "SANDBOX_PORT") if "SANDBOX_PORT" in said else None
    return Surroundings(
        environ=said,
        data_dir=Path(said.get("DATA_DIR", ROOT / ".data")).resolve(),
        host=said.get("HOST", "127.0.0.1"),
        port=_port(said, "PORT", "8000"),
        demo=said.get("DEMO", "1").lower() in _YES,
        sandbox_port=sandbox_port,
        database_url=said.get("DATABASE_URL"),
    )


def _port(said: Mapping[str, str], name: str, default: str = "") -> int:
    given = said.get(name, default)
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise ValueError(f"{name} must be a port number, not {given!r}.")
    return int(given)

"""The files of the embedded server: made once by initdb, and the settings every start gives."""

import shutil
import tempfile
from pathlib import Path

from config.embedded.access import OWNER, Access
from config.embedded.identity import Identity
from config.embedded.refusals import StartFailed

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # A socket's path may have 107 bytes; a data folder may be deeper.
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "512MB",  # With the next: back in one to three seconds after a crash.
    "checkpoint_timeout": "60s",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    # Values stay out of the log: not as parameters, not in a quoted statement, not in the detail of a broken constraint.
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

# For tests that throw the data away: a third of the time, and nothing to lose.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def version_of(cluster: Path) -> int | None:
    """The major version that made the files; None if there are none yet."""
    try:
        return int((cluster / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None


def make_cluster(cluster: Path, *, binaries: Path, identity: Identity, access: Access) -> None:
    """
    Make the files of a new server. Killed half-way it leaves nothing that looks finished.

    :raises StartFailed: initdb refused; its words are in the message.
    """
    making = cluster.with_name("making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    identity.takes(making)
    with tempfile.TemporaryDirectory(dir=cluster.parent) as folder:
        password = Path(folder) / "password"
        password.write_text(access.owner_password)
        identity.takes(Path(folder))
        if identity.owner is not None:
            password.chmod(0o600)
        _initdb(
            [*_initdb_words(binaries), f"--pwfile={password}", "-D", str(making)],
            identity=identity,
        )
    making.rename(cluster)


def server_command(cluster: Path, *, binaries: Path, port: int, durable: bool) -> list[str]:
    """The words that start the server in the foreground."""
    settings = SETTINGS | {"port": str(port)} | ({} if durable else THROW_AWAY)
    given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [str(binaries / "postgres"), "-D", str(cluster), *given]


def _initdb_words(binaries: Path) -> list[str]:
    # C.UTF-8, not C: with C, pg_trgm finds nothing in Chinese.
    return [
        str(binaries / "initdb"),
        "--locale=C.UTF-8",
        "--encoding=UTF8",
        "--data-checksums",
        f"--username={OWNER}",
        "--auth=scram-sha-256",
        "--no-instructions",
    ]


def _initdb(command: list[str], *, identity: Identity) -> None:
    with tempfile.TemporaryFile() as said:
        child = identity.popen(command, cwd=Path("/"), log=said.fileno())
        if child.wait() != 0:
            said.seek(0)
            raise StartFailed(f"initdb failed:\n{said.read().decode(errors='replace')}")

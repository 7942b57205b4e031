"""As whom PostgreSQL runs: it refuses root, so root borrows somebody else."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.embedded.refusals import RootRefused

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Identity:
    """How to start a program as somebody PostgreSQL accepts."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None  # Switched to before the program starts; None keeps ours.
    owner: int | None = None  # Whom the data folder must belong to; None leaves it alone.

    def popen(self, command: list[str], *, cwd: Path, log: int) -> subprocess.Popen[bytes]:
        """Start a program of PostgreSQL in a session of its own: a Ctrl-C at the terminal is not for it."""
        return subprocess.Popen(
            [*self.prefix, *command],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_clean_environment(),
            start_new_session=True,
            user=self.uid,
            group=self.uid,
            extra_groups=None if self.uid is None else [],
        )

    def takes(self, folder: Path) -> None:
        """Make the folder and all in it belong to whom PostgreSQL runs as."""
        if self.owner is None or folder.stat().st_uid == self.owner:
            return
        for parent, folders, files in os.walk(folder):
            for name in (".", *folders, *files):
                os.chown(Path(parent) / name, self.owner, self.owner, follow_symlinks=False)


def choose_identity(binaries: Path, home: Path) -> Identity:
    """
    Ourselves, unless PostgreSQL would refuse us: then a user namespace in which we are nobody, else the real ``nobody``.

    :raises RootRefused: neither can run the programs and reach ``home``.
    """
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return Identity()
    for identity in _borrowed():
        if _works(identity, binaries, home):
            return identity
    raise RootRefused(
        f"PostgreSQL refuses to run as root or as a user without a name, and neither a user namespace nor the user "
        f"nobody can reach {home}. Run this as an ordinary user, choose another DATA_DIR, or set DATABASE_URL."
    )


def _has_name(uid: int) -> bool:
    try:
        return bool(pwd.getpwuid(uid))
    except KeyError:
        return False  # As in a container that was given a bare number; initdb would not have it.


def _borrowed() -> Iterator[Identity]:
    root = os.geteuid() == 0
    unshare = shutil.which("unshare")
    if unshare:
        prefix = (unshare, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")
        # Inside, nobody is we ourselves seen through the map: outside, the files stay ours.
        yield Identity(prefix=prefix, owner=0 if root else None)
    if root:
        yield Identity(uid=NOBODY, owner=NOBODY)


def _works(identity: Identity, binaries: Path, home: Path) -> bool:
    probe = home / "probe"
    probe.mkdir(exist_ok=True)
    try:
        identity.takes(probe)
        script = '"$1" --version && touch "$2/touched" && rm "$2/touched"'
        command = ["sh", "-c", script, "sh", str(binaries / "postgres"), str(probe)]
        return identity.popen(command, cwd=Path("/"), log=subprocess.DEVNULL).wait() == 0
    except OSError:
        return False
    finally:
        shutil.rmtree(probe, ignore_errors=True)


def _clean_environment() -> dict[str, str]:
    # PGPORT, PGDATA and their like in our shell speak of another server.
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C.UTF-8"}

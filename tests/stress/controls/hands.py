"""The clerk's process for a scene: what is asked of it is done in the order asked, or all at once."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.embedded.tether import tether
from config.run.surroundings import ROOT


class Hands:
    """``python -m tests.stress.clerk``, with everything the scene needs done that has no address of its own."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [*tether("TERM"), *command],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self._is_ready = False

    def ask(self, errand: dict[str, Any]) -> dict[str, Any]:
        """
        One errand and what came of it.

        :raises RuntimeError: the process has gone.
        """
        if not self._is_ready:
            self._is_ready = bool(self._line())
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(errand) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._line())
        return answer

    def dismiss(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the clerk has gone; see clerk.log")
        return line

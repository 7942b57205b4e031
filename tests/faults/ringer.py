"""A process that rings when it is told to, as a web process does, and says how long that took."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from tests.faults.rig import environment_of_children

LONGEST_SECONDS = 30
_RINGS = """
import sys, time, django
django.setup()
from celery.signals import after_task_publish
from common.jobs.bells import ring_again
from config.celery import app
rung = []
after_task_publish.connect(lambda **_more: rung.append(True), weak=False)
print("ready", flush=True)
for _line in sys.stdin:
    rung.clear()
    began = time.monotonic()
    ring_again("common.sweep")
    print(time.monotonic() - began, bool(rung), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Ring:
    seconds: float
    was_sent: bool


@dataclass(frozen=True, slots=True)
class Ringer:
    process: subprocess.Popen[str]

    def ring(self) -> Ring:
        """One bell, however long it takes."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        seconds, was_sent = self._hear().split()
        return Ring(float(seconds), was_sent == "True")

    def _hear(self) -> str:
        assert self.process.stdout is not None
        assert select.select([self.process.stdout], [], [], LONGEST_SECONDS)[0], "it hangs"
        line = self.process.stdout.readline().strip()
        assert line, "the ringer died"
        return line

    def wait_ready(self) -> None:
        while self._hear() != "ready":
            pass


@contextmanager
def ringer(broker_url: str) -> Iterator[Ringer]:
    """One process that has not rung yet."""
    environment = environment_of_children() | {"BROKER_URL": broker_url, "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-c", _RINGS]
    with subprocess.Popen(
        command, env={**os.environ, **environment}, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        one = Ringer(process)
        try:
            one.wait_ready()
            yield one
        finally:
            process.kill()

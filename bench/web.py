"""The web server as ``make run`` starts it, for as long as a benchmark lasts."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.wire import Connection, request
from config.run.pieces import children
from config.run.ports import first_free
from config.run.surroundings import ROOT, Surroundings, read_surroundings

_READY_SECONDS = 60.0


@contextmanager
def served(*, application: str = "config.wsgi:application", with_assets: bool = False) -> Iterator[int]:
    """The port of a running server. ``with_assets`` collects the static files first, as the first ``make run`` does."""
    surroundings = replace(read_surroundings(), port=first_free(range(8100, 8200)))
    environment = surroundings.child_environment(database_url=os.environ["DATABASE_URL"], sandbox_port=1)
    # What a member may ask for in a minute is far less than what is asked for here.
    environment |= {"API_REQUESTS_PER_MEMBER": "1000000", "LOG_LEVEL": "INFO", "DATABASE_POOL": "16"}
    surroundings.logs.mkdir(parents=True, exist_ok=True)
    if with_assets:
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    web = children(surroundings, environment)[0]
    web.command = (*web.command[:-1], application)
    web.start()
    try:
        _await(surroundings, web.log)
        yield surroundings.port
    finally:
        web.ask_to_stop()
        web.wait_stopped()


def _await(surroundings: Surroundings, log: Path) -> None:
    give_up_at = time.monotonic() + _READY_SECONDS
    while time.monotonic() < give_up_at:
        try:
            connection = Connection(surroundings.port)
            is_up = connection.ask(request("GET", "/healthz")).status == 200
        except OSError:
            is_up = False
        if is_up:
            return
        time.sleep(0.2)
    raise TimeoutError(f"The web server does not answer. Its log ends with:\n{log.read_text()[-2000:]}")

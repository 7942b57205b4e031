"""Real processes to be killed: a worker and a sweeper on the tests' own database, children of the test itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from common.scope import OWNER, within

_SWEEPER = """
import time, django
from common.scope import PLATFORM, begin_as
begin_as(PLATFORM)
django.setup()
from common import clock
from common.jobs.sweeper import sweep_all
from config.celery import app
app.loader.import_default_modules()
while True:
    sweep_all(clock.now())
    time.sleep(0.5)
"""


class Workers:
    """A Celery worker on the embedded broker and a sweeper. ``kill`` is ``kill -9`` of all of them at once."""

    def __init__(self) -> None:
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        worker = ["-m", "celery", "-A", "config", "worker", "-Q", "default,suppliers,messages,imports", "-c", "2", "-l", "WARNING"]
        self._spawn(*worker, "--without-gossip", "--without-mingle", "--without-heartbeat")
        self._spawn("-c", _SWEEPER)

    def kill(self) -> None:
        for child in self._children:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        self._children.clear()

    def _spawn(self, *words: str) -> None:
        child = subprocess.Popen([sys.executable, *words], env=environment_of_children(), cwd=settings.BASE_DIR, start_new_session=True)
        self._children.append(child)


@contextmanager
def workers() -> Iterator[Workers]:
    """Nothing runs at first; whatever was started is killed at the end."""
    running = Workers()
    try:
        yield running
    finally:
        running.kill()


def wait_until(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Look again and again until the condition holds; an AssertionError after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def empty_the_broker() -> int:
    """Throw every message away, as a flush does; returns how many queues were emptied."""
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("SELECT queue_name FROM pgmq.list_queues()")
        queues = [row[0] for row in cursor.fetchall()]
        for queue in queues:
            cursor.execute("SELECT pgmq.purge_queue(%s)", [queue])
    return len(queues)


def database_url() -> str:
    """The tests' own database, as a process of its own reaches it."""
    facts = connection.settings_dict
    password = f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else ""
    return f"postgres://{quote(facts['USER'])}{password}@{quote(str(facts['HOST']), safe='')}:{facts['PORT'] or 5432}/{facts['NAME']}"


def environment_of_children() -> dict[str, str]:
    mine = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAULT_KEY": settings.VAULT_KEY,
        "SECRET_KEY": settings.SECRET_KEY,
    }
    return {**os.environ, **mine, "DEMO": "1", "DATABASE_POOL": "4"}

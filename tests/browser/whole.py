"""The whole platform as a person starts it, for the length of the tests: ``python -m config.run`` on a database of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from psycopg import sql

from config.embedded.tether import tether
from config.run.ports import first_free

START_SECONDS = 400.0  # Half a minute on an idle machine; a busy one is waited for.
STOP_SECONDS = 25.0
# What the surroundings of the tests say is not what the platform is to be told.
_NOT_PASSED_ON = ("PYTEST_", "DJANGO_ALLOW_ASYNC", "STATIC_ROOT", "BASE_URL", "BROKER_URL", "SMS_URL", "EMAIL_URL", "ALLOWED_HOSTS", "MAKE")


@dataclass(frozen=True, slots=True)
class Platform:
    """Everything that runs: where to find it, and what only its own machine may ask of it."""

    url: str
    supplier_url: str
    environment: Mapping[str, str]

    @property
    def demo(self) -> Any:
        """The logins that the demo made."""
        return json.loads((Path(self.environment["DATA_DIR"]) / "demo.json").read_text())

    def messages_to(self, phone: str) -> list[str]:
        """What was sent to this phone, newest first."""
        return [message["text"] for message in _read(f"{self.url}/demo/inbox.json") if message["to"].endswith(phone)]

    def sign_in_code(self, phone: str) -> str:
        """The one-time code of the newest message to this phone."""
        found = re.search(r"\b\d{6}\b", self.messages_to(phone)[0])
        assert found is not None
        return found[0]

    def delivered_to(self, account: str) -> list[str]:
        """What the supplier's own book says it charged to an account, piece by piece."""
        return [effect["sku"] for effect in _read(f"{self.supplier_url}/book")["effects"] if effect["account"].endswith(account)]

    @contextmanager
    def trouble(self, *kinds: str) -> Iterator[None]:
        """The supplier answers every order with these troubles; afterwards it behaves."""
        self._ask_supplier("POST", dict.fromkeys(kinds, 1.0))
        try:
            yield
        finally:
            self._ask_supplier("DELETE")

    def _ask_supplier(self, method: str, odds: dict[str, float] | None = None) -> None:
        body = None if odds is None else json.dumps(odds).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.supplier_url}/chaos", data=body, method=method), timeout=10).close()

    def verify(self) -> subprocess.CompletedProcess[str]:
        """``manage.py verify``, as a person would call it."""
        command = [sys.executable, "manage.py", "verify"]
        return subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, check=False)


@contextmanager
def running_platform(folder: Path) -> Iterator[Platform]:
    """Start all of it, wait until it says that it is ready, and end all of it whatever happens."""
    port, supplier_port = first_free(range(18_000, 18_400)), first_free(range(18_400, 18_800))
    name = f"{settings.DATABASES['default']['NAME']}_{port}"
    environment = _environment(folder, name, port, supplier_port)
    _drop(name)
    log = folder / "run.log"
    with log.open("wb") as said:
        command = [*tether("TERM"), sys.executable, "-m", "config.run"]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=said, stderr=said, start_new_session=True)
    try:
        wait_until(lambda: _is_up(process, port, log), seconds=START_SECONDS)
        yield Platform(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{supplier_port}", environment)
    finally:
        _end(process)
        _drop(name)


def wait_until(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    """Look again and again until the condition holds; an AssertionError after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.2)


def _is_up(process: subprocess.Popen[bytes], port: int, log: Path) -> bool:
    assert process.poll() is None, log.read_text()
    try:
        return bool(_read(f"http://127.0.0.1:{port}/readyz"))
    except OSError:  # Nobody listens yet, or not all of it answers.
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # Its children are tethered to it, and go too.
        process.wait()


def _environment(folder: Path, name: str, port: int, supplier_port: int) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_NOT_PASSED_ON)}
    told = {"DEMO": "1", "DEBUG": "0", "HOST": "127.0.0.1", "DATABASE_POOL": "4", "DATA_DIR": str(folder), "DATABASE_URL": _url(name)}
    return {**kept, **told, "PORT": str(port), "SANDBOX_PORT": str(supplier_port), "DJANGO_SETTINGS_MODULE": "config.settings"}


def _url(name: str) -> str:
    facts = settings.DATABASES["default"]
    password = f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else ""
    return f"postgres://{quote(facts['USER'])}{password}@{quote(str(facts['HOST']), safe='')}:{facts['PORT'] or 5432}/{name}"


def _drop(name: str) -> None:
    with psycopg.connect(_url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _read(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)

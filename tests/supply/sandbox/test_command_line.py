"""The sandbox as a process of its own: up at once, gone at SIGTERM, no database needed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from supply.connectors.base import ConnectorSettings, Secret, Succeeded
from supply.connectors.quanyi_http import QuanyiHttp
from supply.sandbox.server import start
from supply.sandbox.settings import SandboxSettings
from tests.supply.connectors import samples

ROOT = Path(__file__).parents[3]
MODULE = ("-m", "supply.sandbox")
COMMAND = ("manage.py", "sandbox_supplier")


def launch(entry: tuple[str, ...], data_dir: Path, *options: str) -> subprocess.Popen[str]:
    nowhere = "postgres://nobody@127.0.0.1:9/nothing"
    return subprocess.Popen(
        [sys.executable, *entry, "--port", "0", "--delay-ms", "0", *options],
        cwd=ROOT,
        env={**os.environ, "DEMO": "1", "DATA_DIR": str(data_dir), "DATABASE_URL": nowhere},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.parametrize("entry", [MODULE, COMMAND], ids=["module", "command"])
def test_it_serves_until_sigterm_without_a_database(entry: tuple[str, ...], tmp_path: Path) -> None:
    process = launch(entry, tmp_path, "--book", ":memory:", "--key", "k9", "--secret", "s9")
    base_url = first_line(process).split()[3].rstrip(",")
    settings = ConnectorSettings(base_url=base_url, key_id="k9", secret=Secret("s9"), allow_private=True)
    assert isinstance(QuanyiHttp(settings).submit(samples.topup()), Succeeded)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=5) == 0


def test_it_is_up_within_a_second(tmp_path: Path) -> None:
    started = time.monotonic()
    with start(SandboxSettings(book=tmp_path / "book.sqlite3")) as sandbox:
        QuanyiHttp(sandbox.connector_settings).balance()
        assert time.monotonic() - started < 1.0


def test_the_book_is_kept_in_the_data_folder(tmp_path: Path) -> None:
    process = launch(MODULE, tmp_path)
    first_line(process)
    process.terminate()
    process.wait(timeout=5)
    assert (tmp_path / "sandbox.sqlite3").exists()


def test_an_unknown_trouble_is_named(tmp_path: Path) -> None:
    process = launch(COMMAND, tmp_path, "--book", ":memory:", "--chaos", "sloow")
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, "sloow is no trouble we know" in errors) == (1, True)

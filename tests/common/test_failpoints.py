import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from common import failpoints
from common.failpoints import NAMES, Armed, FailpointReached, read_traps

HOUSES = ("common", "supply", "members", "benefits", "redemption", "analytics")
IN_EARNEST = {"DEMO": "0", "DEBUG": "0", "ENVIRONMENT": "rehearsal", "SECRET_KEY": "s" * 50, "VAULT_KEY": "A" * 43 + "="}


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, without pytest in it."""
    known = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.BASE_DIR, env=known, check=False)


def test_each_point_stands_in_the_source_and_no_other_does() -> None:
    sources = [p for house in HOUSES for p in (Path(settings.BASE_DIR) / house).rglob("*.py") if p.name != "failpoints.py"]
    found = [name for p in sources for name in re.findall(r'failpoint(?:_after_commit)?\(\s*"([a-z_.]+)"', p.read_text(encoding="utf-8"))]
    assert set(found) == NAMES


def test_production_refuses_to_start_with_failpoints() -> None:
    started = python("import config.settings", FAILPOINTS="claim.after_lock=kill9", **IN_EARNEST)
    assert (started.returncode, "FAILPOINTS makes the platform fail on purpose" in started.stderr) == (1, True)


def test_in_production_a_point_is_a_function_that_does_nothing() -> None:
    asked = "from common import failpoints as f; print(f.failpoint is f._nothing, f.failpoint_after_commit is f._nothing)"
    assert python(asked, FAILPOINTS="", **IN_EARNEST).stdout == "True True\n"
    assert failpoints.failpoint is failpoints._nothing


def test_trap_on_a_point_that_does_not_exist_is_refused_at_once() -> None:
    for line in ("claim.after_lunch=kill9", "claim.after_lock=explode", "claim.after_lock"):
        with pytest.raises(ValueError, match="names no point"):
            read_traps([line])


def test_raise_is_an_error_that_nobody_foresaw() -> None:
    with pytest.raises(FailpointReached):
        Armed("claim.after_lock=raise", "1")("claim.after_lock")


def test_point_without_a_trap_and_another_subject_pass() -> None:
    armed = Armed("claim.after_lock[mine]=raise", "1")
    armed("claim.before_commit")
    armed("claim.after_lock", "yours")
    with pytest.raises(FailpointReached):
        armed("claim.after_lock", "mine")


def test_sleep_takes_its_time() -> None:
    began = time.monotonic()
    Armed("claim.after_lock=sleep:0.2", "1")("claim.after_lock")
    assert time.monotonic() - began >= 0.2


def test_odds_are_drawn_from_the_seed() -> None:
    def hits(seed: str) -> list[int]:
        armed, hit = Armed("claim.after_lock=raise@0.3", seed), []
        for turn in range(100):
            try:
                armed("claim.after_lock")
            except FailpointReached:
                hit.append(turn)
        return hit

    assert hits("7") == hits("7") != hits("8")
    assert 10 < len(hits("7")) < 50


def test_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    traps = tmp_path / "traps"
    traps.write_text("")
    armed = Armed(f"@{traps}", "1")
    armed("claim.after_lock")
    traps.write_text("claim.after_lock=raise\n")
    os.utime(traps, ns=(1, 1))
    with pytest.raises(FailpointReached):
        armed("claim.after_lock")


def test_kill9_ends_the_process_there() -> None:
    point = "import django; django.setup(); from common.failpoints import failpoint; failpoint('submit.after_send'); print('on')"
    ended = python(point, FAILPOINTS="submit.after_send=kill9", DEMO="1")
    assert (ended.returncode, ended.stdout) == (-signal.SIGKILL, "")

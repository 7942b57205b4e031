"""``make stress`` for a while, with a fixed seed: the same plan each time."""

import os
import subprocess
import sys

import pytest

from config.run.surroundings import ROOT

pytestmark = pytest.mark.faults
SECONDS = "600" if os.environ.get("STRESS") == "long" else "75"


def test_platform_keeps_every_promise_while_everything_that_can_fails() -> None:
    told = {**os.environ, "SEED": "20260302", "SECONDS": SECONDS, "MEMBERS": "40", "CODES": "3000"}
    told.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-m", "tests.stress"], cwd=ROOT, env=told, check=False)
    assert done.returncode == 0

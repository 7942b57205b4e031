"""The disk under the database fills up, and is freed: the database is back by itself, with all that it acknowledged."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from config.run.surroundings import ROOT

pytestmark = pytest.mark.faults
# A disk of 250 MB that nobody else sees, as root of a namespace of one's own.
_ON_A_SMALL_DISK = [
    "unshare",
    "--user",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    'mount -t tmpfs -o size=250m tmpfs "$1" && shift && exec "$@"',
]


def test_database_on_a_full_disk_is_tried_until_the_disk_is_freed_and_has_lost_nothing(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.faults.full_disk", str(tmp_path)]
    ended = subprocess.run(
        [*_ON_A_SMALL_DISK, "sh", str(tmp_path), *program], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["said"][0] == f"The database stopped; starting it again. See {tmp_path}/log/postgres.log"
    assert told["said"][-3:] == [
        f"The database does not start: the disk that holds {tmp_path} is full, with 0 MB left. Trying again in 1 s",
        f"The database does not start: the disk that holds {tmp_path} is full, with 0 MB left. Trying again in 2 s",
        "The database is back.",
    ]
    # The answer to the last one may have been lost.
    assert 0 < told["acknowledged"] <= told["found"] <= told["acknowledged"] + 1

"""One platform for all cases; each begins calm, and after each the judges look at everything."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.whole import Whole, brought_up


@pytest.fixture(scope="session")
def platform() -> Iterator[Whole]:
    # Not pytest's own folder: PostgreSQL may have to run as somebody who can't reach it.
    with tempfile.TemporaryDirectory(prefix="quanyi-faults-") as folder, brought_up(Path(folder)) as whole:
        yield whole


@pytest.fixture
def whole(platform: Whole) -> Iterator[Whole]:
    platform.calm()
    yield platform
    platform.calm()
    platform.assert_everything_holds()

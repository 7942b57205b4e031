"""The samples speak of days in November 2026: the tests of the console happen then."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 10, 2, 0, tzinfo=UTC), tick=False):
        yield

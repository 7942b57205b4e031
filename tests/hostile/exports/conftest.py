"""The clock of these tests stands at ``NOW``."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture(autouse=True)
def _at_now(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield

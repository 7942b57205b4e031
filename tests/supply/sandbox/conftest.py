"""A sandbox, a connector to it and a place for its callbacks."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from supply.connectors.base import Connector
from supply.connectors.quanyi_http import QuanyiHttp
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings
from tests.supply.sandbox.receiver import Receiver, receiving


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start(SandboxSettings(slow_seconds=1.5, late_seconds=0.5, retry_seconds=0.05, seed=7)) as running:
        yield running


@pytest.fixture
def connector(sandbox: Sandbox) -> Connector:
    return QuanyiHttp(replace(sandbox.connector_settings, answer_seconds=0.5))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as listening:
        yield listening

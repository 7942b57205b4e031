"""A sandbox per test, and a connector to it that gives up soon."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from supply.connectors.base import Connector
from supply.connectors.registry import connector_for
from supply.sandbox.server import Sandbox, start
from supply.sandbox.settings import SandboxSettings

pytest.register_assert_rewrite("tests.supply.connectors.contract")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with start(SandboxSettings(slow_seconds=1.5)) as running:
        yield running


@pytest.fixture
def connector(sandbox: Sandbox) -> Connector:
    return connector_for("quanyi-http", replace(sandbox.connector_settings, answer_seconds=0.5))

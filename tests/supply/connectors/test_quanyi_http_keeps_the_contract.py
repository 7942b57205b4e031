"""The fixed contract, kept by ``quanyi-http`` against the sandbox."""

import pytest

from supply.sandbox.server import Sandbox
from tests.supply.connectors.contract import ConnectorContract
from tests.supply.connectors.sandbox_rig import SandboxRig


@pytest.fixture
def rig(sandbox: Sandbox) -> SandboxRig:
    return SandboxRig(sandbox)


class TestQuanyiHttp(ConnectorContract):
    """All of the contract, asked of this rig."""

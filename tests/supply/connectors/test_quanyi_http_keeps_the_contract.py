"""The fixed contract, kept by ``quanyi-http`` against the sandbox."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from supply.connectors.base import Connector, OrderRequest
from supply.connectors.signing import Message, Signer
from supply.sandbox import judge
from supply.sandbox.server import Sandbox
from tests.supply.connectors import samples
from tests.supply.connectors.contract import *  # noqa: F403 - the contract's tests are run from here
from tests.supply.connectors.contract import Callback

_PATH = "/suppliers/demo/callback"


@dataclass
class SandboxRig:
    connector: Connector
    sandbox: Sandbox

    def topup(self) -> OrderRequest:
        return samples.topup()

    def codes(self, quantity: int) -> OrderRequest:
        return samples.codes(quantity)

    def trouble(self, name: str) -> None:
        self.sandbox.chaos.set({name: 1})

    def behave(self) -> None:
        self.sandbox.chaos.clear()

    def effects(self, reference: str) -> int:
        return len(judge.effects(self.sandbox.book, reference))

    def callback(self, request: OrderRequest) -> Callback:
        at = datetime.now(UTC)
        body = samples.raw({"event_id": "e-1", "order": samples.order(request)})
        signer = Signer(self.sandbox.settings.key_id, self.sandbox.settings.secret)
        headers = signer.headers(Message("POST", _PATH, body), at=at.timestamp())
        return Callback(headers, body, _PATH, at)


@pytest.fixture
def rig(connector: Connector, sandbox: Sandbox) -> SandboxRig:
    return SandboxRig(connector, sandbox)

"""What the contract needs, offered by ``quanyi-http`` and the sandbox."""

from dataclasses import replace
from datetime import UTC, datetime

from supply.connectors.base import OrderRequest, Secret
from supply.connectors.registry import connector_for
from supply.connectors.signing import Message, Signer
from supply.sandbox import judge
from supply.sandbox.server import Sandbox
from tests.supply.connectors import samples
from tests.supply.connectors.contract import Callback, Flaw, out_of_reach
from tests.supply.connectors.contract.rig import OUT_OF_REACH

_PATH = "/suppliers/demo/callback"


class SandboxRig:
    """A connector to a sandbox that plays what it is told."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.behave()

    def topup(self) -> OrderRequest:
        return samples.topup()

    def codes(self, quantity: int) -> OrderRequest:
        return samples.codes(quantity)

    def trouble(self, name: str) -> None:
        if name in OUT_OF_REACH:
            self._connect(out_of_reach(name, self.sandbox.base_url))
        else:
            self.sandbox.chaos.set({name: 1})

    def behave(self) -> None:
        self.sandbox.chaos.clear()
        self._connect(self.sandbox.base_url)

    def effects(self) -> list[str]:
        return [row["reference"] for row in judge.effects(self.sandbox.book)]

    def callback(self, request: OrderRequest, flaw: Flaw = "") -> Callback:
        at = datetime.now(UTC)
        body = samples.raw({"event_id": "e-1", "order": samples.order(request)})
        signer = self._signers()[flaw]
        headers = signer.headers(Message("POST", _PATH, body), at=at.timestamp()) if signer else {}
        return Callback(headers, body, _PATH, at)

    def _connect(self, base_url: str) -> None:
        self.connector = connector_for("quanyi-http", replace(self.sandbox.connector_settings, base_url=base_url, answer_seconds=0.5))

    def _signers(self) -> dict[Flaw, Signer | None]:
        key_id, secret = self.sandbox.settings.key_id, self.sandbox.settings.secret
        return {
            "": Signer(key_id, secret),
            "unsigned": None,
            "another_supplier": Signer("theirs", Secret("their secret")),
            "guessed_secret": Signer(key_id, Secret("a guess")),
        }

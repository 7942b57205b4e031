"""How one sandbox behaves."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from supply.connectors.secret import Secret

DEMO_KEY_ID = "sandbox"
_DEMO_SECRET = "sandbox-secret-for-demonstration"  # noqa: S105 - published: it guards play money.


def demo_secret() -> Secret:
    """The secret of the demo's credential: ``SANDBOX_SECRET``, else the published one."""
    return Secret(os.environ.get("SANDBOX_SECRET") or _DEMO_SECRET)


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxSettings:
    """
    :param book: an SQLite file that outlives the process; None keeps the book in memory.
    :param delay_seconds: from accepting an order to finishing it; 0 finishes it in the answer.
    :param slow_seconds: what "slow" adds before an answer, and how long "silent" holds the line.
    :param late_seconds: what "late_callback" and "late_finish" add.
    :param retry_seconds: before a callback's second try; doubled for each further one.
    :param callback_base: sends callbacks there instead of to the host that the order named.
    """

    host: str = "127.0.0.1"
    port: int = 0
    book: Path | None = None
    key_id: str = DEMO_KEY_ID
    secret: Secret = field(default_factory=demo_secret)
    callback_base: str | None = None
    delay_seconds: float = 0.0
    slow_seconds: float = 20.0
    late_seconds: float = 30.0
    retry_seconds: float = 1.0
    opening_minor: int = 100_000_000
    chaos: tuple[str, ...] = ()
    seed: int = field(default_factory=lambda: secrets.randbelow(2**32))

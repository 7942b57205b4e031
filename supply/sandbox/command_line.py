"""The sandbox from a command line, with or without Django around it."""

import argparse
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from supply.connectors.secret import Secret

from .chaos import KINDS
from .server import start
from .settings import DEMO_KEY_ID, SandboxSettings, demo_secret

_MEMORY = ":memory:"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``sandbox_supplier``."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=9001)
    parser.add_argument("--book", help=f"SQLite file that keeps the book, or {_MEMORY} (default: DATA_DIR/sandbox.sqlite3)")
    parser.add_argument("--key", default=DEMO_KEY_ID, help="public id of the credential")
    parser.add_argument("--secret", help="its secret (default: SANDBOX_SECRET, else the demo's)")
    parser.add_argument("--callback-base", help="send callbacks to this scheme and host instead of the order's")
    parser.add_argument("--delay-ms", type=int, default=800, help="from accepting an order to finishing it")
    parser.add_argument("--balance", type=int, default=100_000_000, help="prepayment of a new book, in minor units")
    parser.add_argument("--seed", type=int, help="repeats the same chaos")
    parser.add_argument(
        "--chaos",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME[=P]",
        help=f"troubles and how likely they are; query:NAME for queries. {', '.join(sorted(KINDS))}",
    )


def serve(options: dict[str, Any], *, say: Callable[[str], None]) -> None:
    """
    Serve until SIGTERM or Ctrl-C.

    :raises ValueError: no such trouble.
    :raises OSError: the port is taken, or the book cannot be opened.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with start(_settings(options), log=say) as sandbox:
        say(f"Sandbox supplier at {sandbox.base_url}, key {sandbox.settings.key_id}, seed {sandbox.settings.seed}")
        stop.wait()


def _book(said: str | None) -> Path | None:
    if said == _MEMORY:
        return None
    return Path(said) if said else Path(os.environ.get("DATA_DIR") or ".data") / "sandbox.sqlite3"


def _settings(options: dict[str, Any]) -> SandboxSettings:
    chosen: dict[str, Any] = {
        "host": options["host"],
        "port": options["port"],
        "book": _book(options["book"]),
        "key_id": options["key"],
        "secret": Secret(options["secret"]) if options["secret"] else demo_secret(),
        "callback_base": options["callback_base"],
        "delay_seconds": options["delay_ms"] / 1000,
        "opening_minor": options["balance"],
        "chaos": tuple(options["chaos"]),
    }
    if options["seed"] is not None:
        chosen["seed"] = options["seed"]
    return SandboxSettings(**chosen)

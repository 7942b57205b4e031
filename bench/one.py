"""``python -m bench.one NAME SCALE``: one benchmark in this process and in the database of the environment."""

import importlib
import os
import sys
from datetime import UTC, datetime

import django

from common.scope import OWNER, begin_as


def main(name: str, scale: float) -> None:
    # Tables are made, filled and vacuumed here; the web server that is measured has its own scopes.
    begin_as(OWNER)
    django.setup()
    # As after `make run`: every house's jobs are registered.
    importlib.import_module("config.urls")
    benchmark = importlib.import_module(f"bench.{name.replace('-', '_')}")
    summary = (benchmark.__doc__ or "").strip().splitlines()[0]
    print(f"\n## {name}\n\n{summary}\n", flush=True)
    figures, notes = benchmark.measure(scale)
    from bench.figures import HEAD

    print("\n".join([HEAD, *(figure.line() for figure in figures), "", *(f"- {note}" for note in notes)]))
    print(f"- {_machine()}; scale {scale:g}", flush=True)


def _machine() -> str:
    one, five, fifteen = os.getloadavg()
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, load now {one:.1f} {five:.1f} {fifteen:.1f}"


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))

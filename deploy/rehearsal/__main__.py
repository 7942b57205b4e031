"""
``python -m deploy.rehearsal [--async] [--broker rabbitmq|redis|database]``: exit status 0 when everything came about as promised.

With ``--async`` the standby lags on purpose: losses must be found, and the platform must fence itself.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.rehearsal.acts import Acts
from deploy.rehearsal.brokers import Broker, missing
from deploy.rehearsal.front import found
from deploy.rehearsal.stage import Fronted, Topology
from tests.faults.whole import Keeper
from tests.stress.stage import Size


def main() -> int:
    """The acts one after the other, and what each came to."""
    asked = _asked()
    needed = [] if found() else ["apt-get install --no-install-recommends nginx-light"]
    if asked.broker != "database" and missing(asked.broker):
        needed.append(missing(asked.broker))
    if needed:
        print("To rehearse, install:\n  " + "\n  ".join(needed), file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="quanyi-rehearsal-") as folder, _up(Path(folder), asked) as topology:
        acts = Acts(topology, Fronted(topology), seconds=asked.seconds)
        broken = acts.lag() if asked.is_async else acts.keep_step()
    print("BROKEN: " + "; ".join(broken) if broken else "Everything came about as promised.")
    return 1 if broken else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.rehearsal")
    parser.add_argument("--async", dest="is_async", action="store_true", help="a standby that lags: losses must be found")
    parser.add_argument("--broker", choices=("rabbitmq", "redis", "database"), default="database" if missing("rabbitmq") else "rabbitmq")
    parser.add_argument("--seconds", type=float, default=8.0, help="of load before and after each fault")
    return parser.parse_args()


@contextmanager
def _up(folder: Path, asked: argparse.Namespace) -> Iterator[Topology]:
    broker = None if asked.broker == "database" else Broker(asked.broker, folder)
    topology = Topology(folder, seed=1, size=Size(members=12, codes=4000), broker=broker, is_in_step=not asked.is_async)
    keeper, began = Keeper(topology), time.monotonic()
    keeper.start()
    keeper.is_up.wait(400)
    try:
        if keeper.trouble is not None:
            raise keeper.trouble
        print(
            f"up after {time.monotonic() - began:.0f} s: primary and standby, broker {asked.broker}, two of web, workers and beats, nginx",
            flush=True,
        )
        yield topology
    finally:
        keeper.stop()


if __name__ == "__main__":
    sys.exit(main())

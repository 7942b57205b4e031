"""
``python -m tests.stress``: SEED, and SECONDS or OPS, from the environment, as ``make stress`` passes them on.

Exit status 0 when every promise held, 1 when one was broken. ``KEEP=folder`` keeps everything that the run wrote; ``CALM=1`` plays no
faults. ``WITHOUT=all``, or names of controls, takes guards away one at a time instead: then 0 means that each was noticed.
"""

import os
import random
import sys
import tempfile
from pathlib import Path

from tests.stress.controls.run import chosen, run_controls
from tests.stress.run import Run, Wish
from tests.stress.stage import Size


def main() -> int:
    """The wish from the environment, the run, its exit status."""
    wish, without = _wish(), os.environ.get("WITHOUT", "")
    controls = chosen(without) if without else []
    with tempfile.TemporaryDirectory(prefix="quanyi-stress-") as given:
        folder = Path(os.environ.get("KEEP") or given).resolve()
        if controls:
            return 0 if run_controls(controls, folder, seed=wish.seed) else 1
        findings = Run(wish, folder)()
    if findings:
        print(f"repeat: {wish.command}")
    return 1 if findings else 0


def _wish() -> Wish:
    told = {name: os.environ.get(name, "") for name in ("SEED", "OPS", "SECONDS", "MEMBERS", "CODES", "CALM")}
    size = Size(members=int(told["MEMBERS"] or 60), codes=int(told["CODES"] or 6000))
    return Wish(
        seed=int(told["SEED"] or random.randrange(10**6)),
        seconds=float(told["SECONDS"] or 120),
        operations=int(told["OPS"] or 0),
        size=size,
        is_calm=bool(told["CALM"]),
    )


if __name__ == "__main__":
    sys.exit(main())

"""
``python -m tests.stress``: SEED, and SECONDS or OPS, from the environment, as ``make stress`` passes them on.

Exit status 0 when every promise held, 1 when one was broken. ``WITHOUT=name`` takes a guard away and plays no faults; then being broken is the aim.
``KEEP=folder`` keeps everything that the run wrote; ``CALM=1`` plays no faults.
"""

import os
import random
import sys
import tempfile
from pathlib import Path

from tests.stress.controls.guards import CONTROLS
from tests.stress.run import Run, Wish
from tests.stress.stage import Size


def main() -> int:
    """The wish from the environment, the run, its exit status."""
    wish = _wish()
    with tempfile.TemporaryDirectory(prefix="quanyi-stress-") as folder:
        findings = Run(wish, Path(os.environ.get("KEEP") or folder).resolve())()
    if findings:
        print(f"repeat: {wish.command}")
    if wish.control:
        noticed = sorted({finding.promise for finding in findings} & set(wish.control.noticed))
        print(f"the control was {'noticed: ' + ', '.join(noticed) if noticed else 'NOT noticed'}")
    return 1 if findings else 0


def _wish() -> Wish:
    told = {name: os.environ.get(name, "") for name in ("SEED", "OPS", "SECONDS", "WITHOUT", "MEMBERS", "CODES", "CALM")}
    size = Size(members=int(told["MEMBERS"] or 60), codes=int(told["CODES"] or 6000))
    return Wish(
        seed=int(told["SEED"] or random.randrange(10**6)),
        seconds=float(told["SECONDS"] or 120),
        operations=int(told["OPS"] or 0),
        size=size,
        control=CONTROLS[told["WITHOUT"]] if told["WITHOUT"] else None,
        is_calm=bool(told["CALM"] or told["WITHOUT"]),
    )


if __name__ == "__main__":
    sys.exit(main())

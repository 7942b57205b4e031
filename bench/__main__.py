"""
``python -m bench [NAME …] [--scale 0.1]``: run all benchmarks, or those named.

Each runs in a process and a database of its own, so that none finds the memory or the tables that another left.
The server is the one at ``DATABASE_URL``; ``make bench`` gives a fresh one, durable as in earnest.
"""

import argparse
import os
import subprocess
import sys
import tempfile

from bench.database import Template

NAMES = ("claims", "flash", "stock", "grants-import", "codes-import", "rotation", "portal-home", "lists", "trail", "oracles")


def main() -> int:
    """Exit status: 0 unless a benchmark could not be run. No figure ever makes it fail."""
    asked = _words()
    with tempfile.TemporaryDirectory(prefix="quanyi-bench-") as folder, Template(os.environ["DATABASE_URL"], folder) as template:
        statuses = [_run(name, asked.scale, template) for name in asked.names or NAMES]
    return max(statuses)


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Figures and their ratios to baselines of the same run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--scale", type=float, default=1.0, help="a part of the full size, for a quick look")
    asked = parser.parse_args()
    unknown = sorted(set(asked.names) - set(NAMES))
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    if not os.environ.get("DATABASE_URL"):
        parser.error("DATABASE_URL is not set; `make bench` starts a server for it")
    return asked


def _run(name: str, scale: float, template: Template) -> int:
    with template.copy() as environment:
        return subprocess.run([sys.executable, "-m", "bench.one", name, str(scale)], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

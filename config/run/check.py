"""``python -m config.run.check``: what ``make check`` does. All checks run, each says how it went."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from config.run.surroundings import ROOT
from config.run.throwaway import throwaway_environment

_BIN = Path(sys.executable).parent
_PYTHON = sys.executable

CHECKS = {
    "import contracts": [str(_BIN / "lint-imports")],
    "format": [str(_BIN / "ruff"), "format", "--check", "."],
    "template format": [_PYTHON, "-m", "config.run.templates", "--check"],
    "lint": [str(_BIN / "ruff"), "check", "."],
    "types": [str(_BIN / "mypy"), "--explicit-package-bases", "."],
    "missing migrations": [_PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "untranslated texts": [_PYTHON, "-m", "config.run.messages"],
}


def main() -> int:
    """Exit status: 0 only if every check passed."""
    with throwaway_environment() as environment:
        failed = [name for name, command in CHECKS.items() if not _passes(name, command, {"DEMO": "1", **environment})]
    print(f"\n{', '.join(failed)}: failed" if failed else "\nAll checks passed.")
    return 1 if failed else 0


def _passes(name: str, command: list[str], environment: Mapping[str, str]) -> bool:
    print(f"· {name} …", end=" ", flush=True)
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print("ok" if done.returncode == 0 else f"FAILED\n{done.stdout}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m config.run.templates [--check]``: the format of the templates, by djade."""

import subprocess
import sys
from pathlib import Path

from config.run.surroundings import ROOT


def templates(root: Path = ROOT) -> list[str]:
    """All HTML that is ours: the shared folder's and each house's."""
    found = [*root.glob("templates/**/*.html"), *root.glob("*/templates/**/*.html")]
    return sorted({str(each.relative_to(root)) for each in found})


def main(words: list[str]) -> int:
    """Exit status: djade's; with ``--check`` nothing is written and a badly formatted template is a failure."""
    names = templates()
    if not names:
        return 0
    djade = Path(sys.executable).with_name("djade")
    status = subprocess.run([djade, "--target-version", "5.2", *words, *names], cwd=ROOT, check=False).returncode
    return status if words else 0  # Without --check it answers 1 for what it has just put right.


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``python -m config.run.tests [pytest words]``: what ``make test`` does, with a database of its own."""

import sys
from collections.abc import Iterator
from pathlib import Path

from config.run.surroundings import ROOT
from config.run.throwaway import run, throwaway_environment

# Looking for plug-ins costs four seconds a process; these are the ones in use.
PLUGINS = ("-p", "pytest_django.plugin", "--import-mode=importlib")
PARALLEL = ("-p", "xdist.plugin", "-n", "2", "--dist", "loadfile")

# Threads that race, processes that are killed, a browser: alone on the machine, or they measure each other.
ALONE = ("tests/race", "tests/faults", "tests/stress", "tests/browser")


def main(words: list[str]) -> int:
    """Exit status: 0 only if every test passed."""
    with throwaway_environment() as environment:
        environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        status = 0
        for suite in suites(words):
            status = run([sys.executable, "-m", "pytest", *PLUGINS, *suite], environment) or status
            if status == 2:  # Interrupted: the next suite is not wanted either.
                break
    return status


def suites(words: list[str], root: Path = ROOT) -> Iterator[list[str]]:
    """The pytest runs that the words ask for, one after the other."""
    if any((root / word.split("::")[0]).exists() for word in words):
        yield words  # Somebody names their tests: one run, as asked.
        return
    alone = [folder for folder in ALONE if any((root / folder).glob("test_*.py"))]
    yield [*PARALLEL, *(f"--ignore={folder}" for folder in alone), *words, "tests"]
    if alone:
        yield [*words, *alone]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the guide tells an adapter's author to write passes the checks of this repository."""

import re
import subprocess
import sys

import pytest

from config.run.surroundings import ROOT

GUIDE = (ROOT / "docs/guides/supplier-connectors.md").read_text()
SECTION = GUIDE.partition("\n## Writing an adapter\n")[2].partition("\n## ")[0]


def shown() -> tuple[str, str]:
    """The module of the contract that the guide shows: where it says that it goes, and its text."""
    snippet = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)[0]
    first, rest = snippet.split("\n", 1)
    return first.removeprefix("# "), '"""A docstring."""\n\n' + rest


@pytest.mark.parametrize("asked", [["check"], ["format", "--check"]])
def test_the_module_of_the_contract_is_clean(asked: list[str]) -> None:
    path, text = shown()
    ruff = [sys.executable, "-m", "ruff", *asked, "--no-cache", "--stdin-filename", path, "-"]
    said = subprocess.run(ruff, input=text, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def test_what_it_names_is_there_and_its_command_runs_it() -> None:
    path, _text = shown()
    named = re.findall(r"`(tests/[a-z_/]+\.py|[a-z_]+/[a-z_]+/[a-z_]+\.py)`", SECTION)
    assert [name for name in named if not (ROOT / name).is_file() and "your_" not in name] == []
    assert f'make test ARGS="{path}"' in SECTION

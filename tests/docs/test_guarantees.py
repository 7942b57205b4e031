"""What docs/guarantees.md names is there."""

import re
from pathlib import Path

from analytics.rules.invariants import INVARIANTS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")


def test_every_test_that_it_names_exists() -> None:
    named = re.findall(r"\]\(\.\./(tests/[^)]+)\)", TEXT)
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_section_says_how_it_is_repeated_and_that_can_be_done() -> None:
    sections = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    assert [section.splitlines()[0] for section in sections if "*Again:* `make " not in section] == []
    folders = [path for words in re.findall(r'`make test ARGS="([^"]+)"`', TEXT) for path in words.split()]
    assert [path for path in folders if not (ROOT / path).exists()] == []
    assert [name for name in re.findall(r'`make bench ARGS="(\w+)"`', TEXT) if not (ROOT / "bench" / f"{name}.py").exists()] == []


def test_a_figure_that_it_tells_is_the_one_of_the_benchmarks() -> None:
    bench = (ROOT / "bench" / "README.md").read_text(encoding="utf-8")
    (day,) = set(re.findall(r"\*Last seen\*, ([\d-]+)", TEXT))
    assert f"\n{day}, PostgreSQL 18" in bench
    figures = re.findall(r"0\.\d+ (?:ms|s)\b", " ".join(re.findall(r"\*Last seen\*, .*?\n\n", TEXT, re.DOTALL)))
    assert len(figures) == 2
    assert [figure for figure in figures if f"| {figure} " not in bench] == []


def test_readme_promises_no_more_invariants_than_there_are() -> None:
    assert len(INVARIANTS) > 40
    for name, words in (("README.md", "over forty invariants"), ("README.zh-CN.md", "四十多条用 SQL 写成的不变量")):
        assert words in (ROOT / name).read_text(encoding="utf-8")


def test_every_invariant_that_it_names_exists() -> None:
    named = set(re.findall(r"`verify: (\w+)`", TEXT))
    assert named - {invariant.name for invariant in INVARIANTS} == set()

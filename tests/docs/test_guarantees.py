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


def test_every_invariant_that_it_names_exists() -> None:
    named = set(re.findall(r"`verify: (\w+)`", TEXT))
    assert named - {invariant.name for invariant in INVARIANTS} == set()

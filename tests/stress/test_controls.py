"""The table of controls: every guard that is to go stands there, and every finding that is to come has a judge."""

import ast
from collections.abc import Iterator

import pytest
from django.db import connection

from config.run.surroundings import ROOT
from tests.stress.controls.control import Control, Drop
from tests.stress.controls.guards import CONTROLS
from tests.stress.controls.scenes import SCENES

RIG = ROOT / "tests" / "stress"
DROPS = sorted({drop for control in CONTROLS.values() for drop in control.drops}, key=str)


def said(*places: str) -> Iterator[str]:
    """Every text that stands in these modules of the rig."""
    for place in places:
        for path in [RIG / place] if place.endswith(".py") else sorted((RIG / place).glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


@pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
def test_guard_that_a_control_takes_away_stands_in_the_source_once(control: Control) -> None:
    for cut in control.cuts:
        source = cut.path.read_text(encoding="utf-8")
        compile(cut.apply(source), str(cut.path), "exec")


@pytest.mark.django_db
@pytest.mark.parametrize("drop", DROPS, ids=lambda drop: drop.name)
def test_guard_that_a_control_drops_stands_in_the_schema(drop: Drop) -> None:
    with connection.cursor() as cursor:
        cursor.execute(drop.act)
        assert cursor.fetchone() != (None,)


def test_each_control_takes_something_away_and_no_two_have_one_name() -> None:
    assert [control.name for control in CONTROLS.values() if not (control.cuts or control.drops or control.sql)] == []
    assert sum(path.read_text().count("    Control(") for path in (RIG / "controls" / "table").glob("*.py")) == len(CONTROLS)


def test_each_control_names_findings_that_a_judge_or_a_client_has() -> None:
    known = set(said("judges", "acks.py", "acts", "controls/scenes", "controls/play.py"))
    assert {name for control in CONTROLS.values() for name in control.noticed} - known == set()


def test_each_control_has_its_scene_and_each_scene_its_control() -> None:
    assert {control.scene for control in CONTROLS.values()} == set(SCENES)


def test_each_control_is_told_in_the_guarantees() -> None:
    told = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
    assert [name for name in CONTROLS if f"`{name}`" not in told] == []

"""What import contracts can't say: rules are pure, tasks are registered, every state has its moves."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

HOUSES = ("supply", "members", "benefits", "redemption", "analytics")
# Sentences may be translated, and days named; nothing else of Django belongs in a rule.
ALLOWED = ("django.utils.translation", "django.utils.functional", "django.utils.dates")


def rules() -> Iterator[Path]:
    for house in HOUSES:
        yield from (Path(settings.BASE_DIR) / house / "rules").rglob("*.py")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", rules(), ids=lambda path: "/".join(path.parts[-3:]))
def test_rule_knows_no_django_no_clock_and_no_database(path: Path) -> None:
    forbidden = {n for n in imported(path) if n.startswith(("django", "rest_framework", "celery", "common.clock")) and n not in ALLOWED}
    assert forbidden == set()


@pytest.mark.parametrize("path", rules(), ids=lambda path: "/".join(path.parts[-3:]))
def test_rule_reads_no_clock(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    calls = {f"{n.value.id}.{n.attr}" for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)}
    assert calls & {"datetime.now", "datetime.utcnow", "date.today", "time.time", "timezone.now"} == set()


@pytest.mark.parametrize(
    ("house", "noun"),
    [
        ("supply", "Code"),
        ("supply", "Lot"),
        ("supply", "Order"),
        ("supply", "TopUp"),
        ("supply", "Intake"),
        ("supply", "Supplier"),
        ("members", "Member"),
        ("members", "Enterprise"),
        ("members", "Roster"),
        ("benefits", "Grant"),
        ("benefits", "Batch"),
        ("benefits", "Benefit"),
        ("benefits", "Budget"),
        ("benefits", "Opening"),
        ("benefits", "Piece"),
        ("redemption", "Redemption"),
    ],
)
def test_every_state_stands_in_the_table_of_moves(house: str, noun: str) -> None:
    states = import_module(f"{house}.states")
    values, moves = getattr(states, f"{noun}State"), getattr(states, f"{noun.upper()}_MOVES")
    assert set(moves) == set(values)
    assert {end for ends in moves.values() for end in ends} <= set(values)

"""Every text in the sources is seen by the tool that gathers them: it knows functions by name, and does not look into f-strings."""

import ast
from collections.abc import Iterator
from pathlib import Path

from config.run.surroundings import ROOT

HOUSES = ("analytics", "benefits", "common", "config", "members", "redemption", "supply")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for house in HOUSES:
        for path in sorted((ROOT / house).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def test_functions_of_translation_go_by_names_that_are_known() -> None:
    imports = [(path, node) for path, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    translating = [(path, alias) for path, node in imports if node.module == "django.utils.translation" for alias in node.names]
    assert len(translating) > 100
    assert [f"{path}: {alias.asname}" for path, alias in translating if alias.asname not in (None, "_")] == []


def test_no_text_is_translated_within_an_f_string() -> None:
    strings = [(path, node) for path, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    calls = [(path, call) for path, string in strings for call in ast.walk(string) if isinstance(call, ast.Call)]
    names = ("_", "gettext", "gettext_lazy", "ngettext", "pgettext")
    assert len(calls) > 100
    assert [f"{path}:{call.lineno}" for path, call in calls if isinstance(call.func, ast.Name) and call.func.id in names] == []

"""The names of the platform's failpoints, read from its source: the rig itself needs no settings and no Django."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "common" / "failpoints.py"


def names() -> list[str]:
    """All of them, sorted."""
    for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "NAMES":
            return sorted(str(name) for name in ast.literal_eval(node.value.args[0]))  # type: ignore[attr-defined]
    raise LookupError("common.failpoints has no NAMES")

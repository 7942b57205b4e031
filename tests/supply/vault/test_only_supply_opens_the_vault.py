"""Nobody outside supply's operations touches the vault, and one operation alone opens a code."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HOUSES = ["config", "analytics", "redemption", "benefits", "members", "supply", "common"]


def _files_that_say(pattern: str) -> set[str]:
    said = re.compile(pattern)
    files = (file for house in HOUSES for file in (ROOT / house).rglob("*.py"))
    return {str(file.relative_to(ROOT)) for file in files if said.search(file.read_text())}


def test_the_vault_is_imported_by_itself_and_by_operations_of_supply_alone() -> None:
    importers = _files_that_say(r"(from|import) supply\.vault|from supply import vault")
    assert {file for file in importers if not file.startswith(("supply/vault/", "supply/operations/"))} == set()


def test_one_operation_opens_codes() -> None:
    callers = {file for file in _files_that_say(r"\bopen_code\(") if not file.startswith("supply/vault/")}
    assert callers == {"supply/operations/open_code.py"}

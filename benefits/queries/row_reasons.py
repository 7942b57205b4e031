"""Why a row is not granted, for programs: the field, the stable code, and the sentence with what was given."""

import json
from dataclasses import dataclass
from typing import Any

from benefits.models import BatchRow
from common.money import format_minor
from common.sheets.reasons import sentence

# Columns of a spreadsheet, as the API calls them.
FIELDS = {
    "staff_no": "member",
    "external_id": "member.external_id",
    "phone": "member.phone",
    "email": "member.email",
    "name": "member.name",
    "benefit_code": "benefit",
}
_WHO = ("staff_no", "external_id", "phone", "email", "name")


@dataclass(frozen=True, slots=True)
class RowReason:
    """One reason: over which field (empty: the whole row), its code, and the sentence in the reader's language."""

    field: str
    code: str
    detail: str


def reasons_of(row: BatchRow, unit: str) -> list[RowReason]:
    """The reasons kept with a row, in words. ``unit`` is that of its batch's budget."""
    given: dict[str, str] = json.loads(row.given or "{}")
    return [_reason(kept, row, given, unit) for kept in row.reasons]


def _reason(kept: dict[str, Any], row: BatchRow, given: dict[str, str], unit: str) -> RowReason:
    column, code = kept.get("column", ""), kept["code"]
    facts = {**kept.get("facts", {}), **_quoted(kept, row, unit)}
    facts.setdefault("given", given.get(column) or next((given[key] for key in _WHO if given.get(key)), "…"))
    return RowReason(FIELDS.get(column, column), code, sentence(code, facts))


def _quoted(kept: dict[str, Any], row: BatchRow, unit: str) -> dict[str, str]:
    """What a sentence quotes beside the field itself."""
    facts = kept.get("facts", {})
    match kept["code"]:
        case "budget_exceeded" if "missing" in facts:
            return {"given": format_minor(int(facts["missing"]), unit)}
        case "duplicate_of_earlier_import" if "file" in facts:
            return {"given": str(facts["file"])}
        case "until_in_the_past" if row.valid_until is None and row.claimable_until is not None:
            return {"given": f"{row.claimable_until:%Y-%m-%d}"}
    return {}

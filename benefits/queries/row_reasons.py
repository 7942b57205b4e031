"""Why a row is not granted, for programs: the field, the stable code, and the sentence with what was given."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

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


class HasDays(Protocol):
    """A row, or as much of it as a sentence may quote."""

    @property
    def valid_until(self) -> date | None: ...

    @property
    def claimable_until(self) -> datetime | None: ...


# What is said of these elsewhere is about the cells of a spreadsheet.
_SENT = {"formula_refused", "invisible_characters"}
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
    facts = quoted_facts(kept, row, unit)
    facts.setdefault("given", given.get(column) or next((given[key] for key in _WHO if given.get(key)), "…"))
    if code in _SENT:
        facts.setdefault("because", "sent")
    return RowReason(FIELDS.get(column, column), code, sentence(code, facts))


def quoted_facts(kept: dict[str, Any], row: HasDays, unit: str) -> dict[str, Any]:
    """The facts of a reason, with what its sentence quotes beside the field: an amount, the earlier file, the last day."""
    facts = dict(kept.get("facts") or {})
    match kept["code"]:
        case "budget_exceeded" if "missing" in facts:
            facts["given"] = format_minor(int(facts["missing"]), unit)
        case "duplicate_of_earlier_import" if "file" in facts:
            facts["given"] = facts["file"]
        case "until_in_the_past" if row.claimable_until is not None and row.valid_until is None:
            facts["given"] = f"{row.claimable_until:%Y-%m-%d}"
    return facts

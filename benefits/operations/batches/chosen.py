"""Rows that become grants: of each what is looked at on the way. The rest goes from table to table and never travels."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from benefits.models import Batch, BatchRow

_LOOKED_AT = ("id", "member_id", "benefit_id", "terms_id", "reference")
# Sealed, or of use only where people are to be made of it.
_OF_NEWCOMERS = ("staff_no", "external_id", "person")


@dataclass(slots=True)
class ChosenRow:
    """A good row of a batch. What is found against it makes it ``skipped`` and says why."""

    id: int
    member_id: UUID | None
    benefit_id: UUID
    terms_id: UUID
    reference: str
    staff_no: str = ""
    external_id: str = ""
    person: str | None = None
    outcome: str = "good"
    reasons: list[dict[str, Any]] = field(default_factory=list)

    def skip(self, column: str, code: str, **facts: Any) -> None:
        self.outcome, self.reasons = "skipped", [{"column": column, "code": code, "facts": facts}]


def good_rows(batch: Batch, *, most: int | None = None) -> list[ChosenRow]:
    """Good rows in the order of the file, all of them or the first so many."""
    names = (*_LOOKED_AT, *_OF_NEWCOMERS) if batch.creates_members else _LOOKED_AT
    rows = batch.rows.filter(outcome="good").order_by("number").values_list(*names)
    return [ChosenRow(*row) for row in rows[:most]]


def keep_skipped(rows: list[ChosenRow]) -> None:
    """Write down which were skipped, and why."""
    skipped = [BatchRow(id=row.id, outcome=row.outcome, reasons=row.reasons) for row in rows if row.outcome == "skipped"]
    BatchRow.objects.bulk_update(skipped, ["outcome", "reasons"])

"""Batches as programs see them: figures, and the outcome of each row."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from benefits.models import Batch, BatchRow
from benefits.queries.row_reasons import FIELDS, RowReason, reasons_of
from benefits.states import BatchState
from common.pages import Page, Place, page_at

__all__ = ["FIELDS", "RowReason", "RowView", "batch_of", "rows_of"]


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a batch: its number (the first is 1), what became of it, and why not."""

    number: int
    outcome: str
    reference: str
    serial: str | None
    grant_state: str | None
    reasons: list[RowReason]


def batch_of(batch_id: UUID, enterprise_id: UUID) -> Batch | None:
    """One batch with its budget, if it is this enterprise's."""
    return Batch.objects.select_related("budget").filter(id=batch_id, enterprise_id=enterprise_id).first()


def rows_of(batch: Batch, *, outcome: str, place: Place) -> Page[RowView]:
    """One page of a batch's rows in their order; one query."""
    rows = batch.rows.select_related("grant").defer("person")
    unit = batch.budget.unit if batch.budget else ""
    kept = "good" if outcome == "pending" else outcome
    is_checked = batch.state != BatchState.CHECKING
    if (outcome == "pending" and is_checked) or (outcome == "good" and not is_checked):
        rows = rows.none()
    page: Page[Any] = page_at(place, rows.filter(outcome=kept) if kept else rows, order="number")
    return page.of(lambda row: _view(row, unit, is_checked=is_checked))


def _view(row: BatchRow, unit: str, *, is_checked: bool) -> RowView:
    return RowView(
        number=row.number,
        # Until the last check nothing is good.
        outcome="pending" if row.outcome == "good" and not is_checked else row.outcome,
        reference=row.reference,
        serial=row.grant.serial if row.grant else None,
        grant_state=row.grant.state if row.grant else None,
        reasons=reasons_of(row, unit),
    )

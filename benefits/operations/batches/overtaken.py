"""Rows of a preview that time has overtaken: a preview may wait for weeks, and what was true of a row then need not be so now."""

from datetime import datetime

from django.db import connection

from benefits.models import Batch
from benefits.operations.batches.checks import IS_OVER, IS_UNAVAILABLE
from benefits.operations.batches.chosen import ChosenRow

_OVERTAKEN = f"""
SELECT r.id, {IS_UNAVAILABLE} FROM benefits_batchrow r JOIN benefits_benefit b ON b.id = r.benefit_id
WHERE r.id = ANY(%(rows)s) AND ({IS_UNAVAILABLE} OR {IS_OVER})
"""


def skip_overtaken(batch: Batch, rows: list[ChosenRow], *, at: datetime) -> None:
    """Mark good rows as skipped whose benefit is no longer given, or whose last day is over."""
    good = {row.id: row for row in rows if row.outcome == "good"}
    with connection.cursor() as cursor:
        cursor.execute(_OVERTAKEN, {"rows": list(good), "at": at, "unit": batch.budget.unit if batch.budget else ""})
        for row_id, is_unavailable in cursor.fetchall():
            where_and_why = ("benefit_code", "benefit_not_available") if is_unavailable else ("valid_until", "until_in_the_past")
            good[row_id].skip(*where_and_why)

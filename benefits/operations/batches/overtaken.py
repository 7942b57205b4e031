"""Rows of a preview that time has overtaken: a preview may wait for weeks, and what was true of a row then need not be so now."""

import json
from datetime import datetime

from django.db import connection

from benefits.models import Batch
from benefits.operations.batches.checks import IS_OVER, JOINED_LATE, WHY_UNAVAILABLE
from benefits.operations.batches.chosen import ChosenRow

_OVERTAKEN = f"""
SELECT u.id, u.why FROM (
    SELECT r.id, {WHY_UNAVAILABLE} AS why, {IS_OVER} AS is_over FROM benefits_batchrow r JOIN benefits_benefit b ON b.id = r.benefit_id
    WHERE r.id = ANY(%(rows)s)) u WHERE u.why IS NOT NULL OR u.is_over
"""


def skip_overtaken(batch: Batch, rows: list[ChosenRow], *, at: datetime) -> None:
    """Mark good rows as skipped whose benefit is no longer given, whose last day is over, or whose person is behind a freeze by now."""
    good = {row.id: row for row in rows if row.outcome == "good"}
    unit = batch.budget.unit if batch.budget else ""
    with connection.cursor() as cursor:
        cursor.execute(_OVERTAKEN, {"rows": list(good), "at": at, "unit": unit, "zone": batch.enterprise.time_zone})
        for row_id, why in cursor.fetchall():
            if why is None:
                good[row_id].skip("valid_until", "until_in_the_past")
            else:
                good[row_id].skip("benefit_code", "benefit_not_available", **json.loads(why))
        cursor.execute(f"{JOINED_LATE} AND r.id = ANY(%(rows)s)", {"rows": list(good), "at": at, "enterprise": batch.enterprise_id})
        for row_id, since in cursor.fetchall():
            good[row_id].skip("staff_no", "joined_after_freeze", since=since)

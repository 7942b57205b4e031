"""Rows that another spreadsheet has granted since they were checked: two previews of one file must not grant it twice."""

from uuid import UUID

from django.db import connection

from benefits.models import Batch
from benefits.operations.batches.chosen import ChosenRow

# Two batches of one enterprise take turns, chunk by chunk: what the other has granted is seen, or waits for us.
_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('benefits.issue:' || %s::text, 0))"

# Mostly there are none, and no row need be compared with anything.
_OTHERS = """
SELECT id FROM benefits_batch WHERE enterprise_id = %s AND source = 'import' AND confirmed_at >= %s AND id <> %s
"""

_GRANTED = """
SELECT DISTINCT ON (r.id) r.id, b.name FROM benefits_batchrow r
    JOIN benefits_grant g ON g.member_id = r.member_id AND g.benefit_id = r.benefit_id AND g.state <> 'revoked' AND g.batch_id = ANY(%(others)s)
    JOIN benefits_batch b ON b.id = g.batch_id
    JOIN benefits_batchrow e ON e.grant_id = g.id AND e.valid_from IS NOT DISTINCT FROM r.valid_from
        AND e.valid_until IS NOT DISTINCT FROM r.valid_until
WHERE r.id = ANY(%(rows)s)
"""


def skip_repeats(batch: Batch, rows: list[ChosenRow]) -> None:
    """
    Mark rows as skipped that a spreadsheet confirmed after this one was brought has granted already.

    Nothing to do where repeats are meant, or where a program sent the rows: those are told apart by their references.

    Locks    the turn of the enterprise's spreadsheets, until the transaction ends.
    """
    if batch.source != "import" or batch.allows_repeats:
        return
    granted = _granted_since(batch, rows)
    for row in rows:
        if row.outcome == "good" and row.id in granted:
            row.skip("", "duplicate_of_earlier_import", file=granted[row.id])


def _granted_since(batch: Batch, rows: list[ChosenRow]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [batch.enterprise_id])
        cursor.execute(_OTHERS, [batch.enterprise_id, batch.created_at, batch.id])
        others: list[UUID] = [found[0] for found in cursor.fetchall()]
        if not others:
            return {}
        cursor.execute(_GRANTED, {"rows": [row.id for row in rows], "others": others})
        return dict(cursor.fetchall())

"""Issuing a batch: the total reserved once, the grants made in chunks that resume after a crash."""

from datetime import datetime
from typing import Any

from django.db import connection

from benefits.models import Batch
from benefits.operations.batches.chosen import ChosenRow, good_rows, keep_skipped
from benefits.operations.batches.limits import hold_limits, skip_over_limit
from benefits.operations.batches.newcomers import create_newcomers
from benefits.operations.batches.overtaken import skip_overtaken
from benefits.operations.batches.references import skip_taken_references
from benefits.operations.batches.repeats import skip_repeats
from benefits.operations.batches.total import total_up
from benefits.operations.budgets.reserve import refuse_unless_open, release, reserve
from benefits.states import BatchState
from common import clock
from common.actors import Actor, system
from common.failpoints import failpoint
from common.feed import sign
from common.ids import new_id, new_serial
from common.jobs import Progress, ring, start_job, steps
from common.jobs.models import Job

CHUNK = 2000


def begin_issuing(batch: Batch, *, at: datetime) -> None:
    """
    Reserve the batch's total and queue the job that makes the grants. The caller holds the batch's lock and has signed.

    :raises BudgetExceeded: not enough is available.
    :raises BudgetClosed: the budget takes no grants now.
    """
    _start(batch, at)
    start_job("benefits.issue_batch", batch.id, by=system("batch"), at=at, enterprise_id=batch.enterprise_id)
    reserve(batch.budget, batch.committed, key=f"batch:{batch.id}:reserve", at=at)


def issue_at_once(batch: Batch, *, at: datetime) -> None:
    """
    Make all grants of a small batch in the caller's transaction, and reserve what they came to; the caller has just checked its rows,
    and holds their references.

    Locks    the budget's accounts, last: people may be made on the way to them.

    :raises BudgetExceeded: not enough is available.
    :raises BudgetClosed: the budget takes no grants now.
    """
    _start(batch, at)
    _issue(batch, good_rows(batch), at, was_just_checked=True)
    total_up(batch)
    reserve(batch.budget, batch.committed, key=f"batch:{batch.id}:reserve", at=at)
    _close(batch, at)


def _start(batch: Batch, at: datetime) -> None:
    refuse_unless_open(batch.budget, at)
    batch.state, batch.confirmed_at = BatchState.ISSUING, at
    batch.save()


def _keep_going(job: Job, problem: str) -> None:
    """A job that gave up leaves the batch issuing: a person queues it again, and nothing that was promised is lost."""


@steps("benefits.issue_batch", on_failure=_keep_going)
def issue_step(job: Job) -> Progress:
    """Make the grants of the next chunk of good rows; the last step closes the batch."""
    batch = Batch.objects.select_for_update(of=("self",), no_key=True).select_related("enterprise", "budget").get(id=job.subject_id)
    if batch.state != BatchState.ISSUING:
        return Progress(batch.good_count, batch.good_count, is_finished=True)
    at = clock.now()
    sign(Actor("system", f"batch {batch.id}"), batch.name)
    rows = good_rows(batch, most=CHUNK)
    if rows:
        # A job that somebody queued again begins at nothing; from there on it counts what it does.
        before = job.done_count or batch.rows.filter(outcome__in=["granted", "skipped"]).count()
        _issue(batch, rows, at)
        failpoint("issue.after_chunk", batch.id)
        return Progress(before + len(rows), batch.good_count, is_finished=False)
    _close(batch, at)
    failpoint("issue.after_closing", batch.id)
    return Progress(batch.good_count, batch.good_count, is_finished=True)


def _issue(batch: Batch, rows: list[ChosenRow], at: datetime, *, was_just_checked: bool = False) -> None:
    if not was_just_checked:
        skip_overtaken(batch, rows, at=at)
        skip_taken_references(batch.enterprise_id, rows)
    is_limited = hold_limits(batch.enterprise_id, rows)
    create_newcomers(batch, rows, at=at)
    _skip_leavers(rows)
    skip_repeats(batch, rows)
    if is_limited:
        skip_over_limit(rows, at=at)
    _make_grants(batch, [row for row in rows if row.outcome == "good"], at)
    keep_skipped(rows)


_LEFT = "SELECT id FROM members_member WHERE id = ANY(%s) AND state = 'left'"


def _skip_leavers(rows: list[ChosenRow]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [[row.member_id for row in rows]])
        left = {row[0] for row in cursor.fetchall()}
    for row in rows:
        if row.outcome == "good" and (row.member_id in left or row.member_id is None):
            row.skip("staff_no", "member_left" if row.member_id else "member_not_found")


_MAKE = """
INSERT INTO benefits_grant (id, serial, enterprise_id, member_id, benefit_id, terms_id, budget_id, batch_id, state, quantity, committed,
    claimable_from, claimable_until, note, reference, why, created_at)
SELECT m.grant_id, m.serial, %(enterprise)s, r.member_id, r.benefit_id, r.terms_id, %(budget)s, r.batch_id,
    CASE WHEN r.claimable_from <= %(at)s THEN 'claimable' ELSE 'scheduled' END, r.quantity, r.committed,
    r.claimable_from, r.claimable_until, r.note, NULLIF(r.reference, ''), %(why)s, %(at)s
FROM unnest(%(rows)s::bigint[], %(grants)s::uuid[], %(serials)s::text[]) AS m (row_id, grant_id, serial)
    JOIN benefits_batchrow r ON r.id = m.row_id
"""
_MARK = """
UPDATE benefits_batchrow r SET outcome = 'granted', grant_id = m.grant_id
FROM unnest(%(rows)s::bigint[], %(grants)s::uuid[]) AS m (row_id, grant_id) WHERE r.id = m.row_id
"""


def _make_grants(batch: Batch, rows: list[ChosenRow], at: datetime) -> None:
    """From row to grant within the database: what a grant holds never travels."""
    facts: dict[str, Any] = {
        "rows": [row.id for row in rows],
        "grants": [new_id() for _row in rows],
        "serials": [new_serial("G") for _row in rows],
        "enterprise": batch.enterprise_id,
        "budget": batch.budget_id,
        "why": batch.name[:300],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, facts)
        cursor.execute(_MARK, facts)


def _close(batch: Batch, at: datetime) -> None:
    reserved = batch.committed
    total_up(batch)
    batch.state, batch.finished_at = BatchState.DONE, at
    batch.save()
    if reserved > batch.committed:  # Some left between the preview and now: what was reserved for them is free again.
        release(batch.budget, reserved - batch.committed, key=f"batch:{batch.id}:skipped", at=at)
    ring("benefits.announce_batch", batch.id)

"""Issuing a batch: the total reserved once, the grants made in chunks that resume after a crash."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from benefits.models import Batch, BatchRow
from benefits.operations.batches.newcomers import create_newcomers
from benefits.operations.batches.references import skip_taken_references
from benefits.operations.batches.repeats import skip_repeats
from benefits.operations.batches.total import total_up
from benefits.operations.budgets.reserve import refuse_unless_open, release, reserve
from benefits.states import BatchState, GrantState
from common import clock
from common.actors import Actor, system
from common.feed import sign
from common.ids import new_id, new_serial
from common.jobs import Progress, ring, start_job, steps
from common.jobs.models import Job

CHUNK = 2000


def begin_issuing(batch: Batch, *, at: datetime, starts_job: bool = True) -> None:
    """
    Reserve the batch's total and queue the job that makes the grants. The caller holds the batch's lock and has signed.

    :raises BudgetExceeded: not enough is available.
    :raises BudgetClosed: the budget takes no grants now.
    """
    refuse_unless_open(batch.budget, at)
    batch.state, batch.confirmed_at = BatchState.ISSUING, at
    batch.save()
    if starts_job:
        start_job("benefits.issue_batch", batch.id, by=system("batch"), at=at, enterprise_id=batch.enterprise_id)
    reserve(batch.budget, batch.committed, key=f"batch:{batch.id}:reserve", at=at)


def issue_at_once(batch: Batch, *, at: datetime) -> None:
    """Make all grants of a small batch in the caller's transaction; the caller holds their references."""
    _issue(batch, list(batch.rows.filter(outcome="good").order_by("number")), at, holds_references=True)
    _close(batch, at)


def _keep_going(job: Job, problem: str) -> None:
    """A job that gave up leaves the batch issuing: a person queues it again, and nothing that was promised is lost."""


@steps("benefits.issue_batch", on_failure=_keep_going)
def issue_step(job: Job) -> Progress:
    """Make the grants of the next chunk of good rows; the last step closes the batch."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("enterprise", "budget").get(id=job.subject_id)
    if batch.state != BatchState.ISSUING:
        return Progress(batch.good_count, batch.good_count, is_finished=True)
    at = clock.now()
    sign(Actor("system", f"batch {batch.id}"), batch.name)
    rows = list(batch.rows.filter(outcome="good").order_by("number")[:CHUNK])
    if rows:
        _issue(batch, rows, at)
        done = batch.rows.filter(outcome__in=["granted", "skipped"]).count()
        return Progress(done, batch.good_count, is_finished=False)
    _close(batch, at)
    return Progress(batch.good_count, batch.good_count, is_finished=True)


def _issue(batch: Batch, rows: list[BatchRow], at: datetime, *, holds_references: bool = False) -> None:
    create_newcomers(batch, rows, at=at)
    _skip_leavers(rows)
    skip_repeats(batch, rows)
    if not holds_references:
        skip_taken_references(batch.enterprise_id, rows)
    granted = [_Made(row, new_id(), new_serial("G")) for row in rows if row.outcome == "good"]
    _copy_grants(batch, granted, at)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE benefits_batchrow r SET outcome = 'granted', grant_id = m.grant_id
               FROM unnest(%s::bigint[], %s::uuid[]) AS m (row_id, grant_id) WHERE r.id = m.row_id""",
            [[made.row.id for made in granted], [made.id for made in granted]],
        )
    BatchRow.objects.bulk_update([row for row in rows if row.outcome == "skipped"], ["outcome", "reasons"])


@dataclass(frozen=True, slots=True)
class _Made:
    row: BatchRow
    id: UUID
    serial: str


_LEFT = "SELECT id FROM members_member WHERE id = ANY(%s) AND state = 'left'"


def _skip_leavers(rows: list[BatchRow]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [[row.member_id for row in rows]])
        left = {row[0] for row in cursor.fetchall()}
    for row in rows:
        if row.outcome == "good" and (row.member_id in left or row.member_id is None):
            row.outcome = "skipped"
            row.reasons = [{"column": "staff_no", "code": "member_left" if row.member_id else "member_not_found", "facts": {}}]


_COPY = """
COPY benefits_grant (id, serial, enterprise_id, member_id, benefit_id, terms_id, budget_id, batch_id, state, quantity, committed,
    claimable_from, claimable_until, note, reference, why, created_at) FROM STDIN
"""


def _copy_grants(batch: Batch, granted: list[_Made], at: datetime) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for made in granted:
            copy.write_row(_columns(batch, made, at))


def _columns(batch: Batch, made: _Made, at: datetime) -> tuple[object, ...]:
    row = made.row
    opens_at = row.claimable_from or at
    state = GrantState.CLAIMABLE if opens_at <= at else GrantState.SCHEDULED
    return (
        made.id,
        made.serial,
        batch.enterprise_id,
        row.member_id,
        row.benefit_id,
        row.terms_id,
        batch.budget_id,
        batch.id,
        state.value,
        row.quantity,
        row.committed,
        opens_at,
        row.claimable_until,
        row.note,
        row.reference or None,
        batch.name[:300],
        at,
    )


def _close(batch: Batch, at: datetime) -> None:
    reserved = batch.committed
    total_up(batch)
    batch.state, batch.finished_at = BatchState.DONE, at
    batch.save()
    if reserved > batch.committed:  # Some left between the preview and now: what was reserved for them is free again.
        release(batch.budget, reserved - batch.committed, key=f"batch:{batch.id}:skipped", at=at)
    ring("benefits.announce_batch", batch.id)

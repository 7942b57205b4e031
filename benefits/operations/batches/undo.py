"""Undoing a batch: what nobody has claimed goes back, what was claimed is named and kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch, Grant
from benefits.operations.budgets.settle import settle_as_free
from benefits.states import BatchState, GrantState
from common import clock
from common.actors import Actor, parse_actor
from common.failpoints import failpoint
from common.feed import sign
from common.jobs import Progress, start_job, steps
from common.jobs.models import Job
from common.refusals import NotFound, Refused

JOB = "benefits.undo_batch"
# What a program may send in one batch is undone while it waits; a spreadsheet may hold twenty times as much.
AT_ONCE = 10_000
# The feed's trigger compares what was with what is: many small statements cost less than few large ones.
CHUNK = 500
_OPEN = (GrantState.SCHEDULED, GrantState.CLAIMABLE)
_KEPT = (GrantState.CLAIMED, GrantState.FULFILLED, GrantState.USED)


class NotDone(Refused):
    code = "batch_not_done"
    sentence = exact = _("Only a batch that was issued can be undone. Wait until it is done.")


@dataclass(frozen=True, slots=True)
class UndoResult:
    """
    How many grants were taken back, how many were kept because someone had claimed them, and which.

    While ``is_finished`` is False the rest is being taken back, and what is kept is not known yet.
    """

    reversed: int
    kept: int
    kept_serials: list[str]
    is_finished: bool = True


@transaction.atomic
def undo_batch(*, batch_id: UUID, enterprise_id: UUID, by: Actor, at: datetime, reason: str = "") -> UndoResult:
    """
    Take back every grant of a batch that nobody has claimed; their budget is free again at once.

    Up to 10,000 of them here and now. More are left to a job, chunk by chunk; whoever asks again learns how far it is, and
    queues it anew where it gave up.

    Locks    the batch, its open grants, then the budget's accounts.
    Replays  a batch that was undone answers with the same figures.

    :raises NotDone: it is still being checked or issued, or has failed.
    """
    batch = Batch.objects.select_for_update(no_key=True).filter(id=batch_id, enterprise_id=enterprise_id).first()
    if batch is None:
        raise NotFound
    if batch.state == BatchState.UNDONE:
        return _result(batch)
    if batch.state != BatchState.DONE:
        raise NotDone
    if batch.undo_begun_at is None:
        batch.undo_begun_at, batch.undo_reason = at, reason or "batch undone"
    sign(by, batch.undo_reason)
    if _open(batch).order_by()[: AT_ONCE + 1].count() > AT_ONCE:
        batch.save(update_fields=["undo_begun_at", "undo_reason"])
        start_job(JOB, batch.id, by=by, at=at, enterprise_id=batch.enterprise_id)
        return UndoResult(batch.reversed_count, 0, [], is_finished=False)
    freed = 0
    while taken := _take_some_back(batch, at=at):
        freed += sum(taken)
    _finish(batch, at=at)
    settle_as_free(batch.budget, freed, at=at)
    failpoint("undo.before_commit", batch.id)
    return _result(batch)


def _keep_going(job: Job, problem: str) -> None:
    """A job that gave up leaves the batch half undone: a person asks again, and it goes on where it was."""


@steps(JOB, on_failure=_keep_going)
def undo_step(job: Job) -> Progress:
    """Take the next grants back and free their budget; the last step closes the batch."""
    batch = Batch.objects.select_for_update(no_key=True).get(id=job.subject_id)
    if batch.state != BatchState.DONE:
        return Progress(batch.reversed_count, batch.reversed_count, is_finished=True)
    at = clock.now()
    sign(parse_actor(job.actor), batch.undo_reason)
    taken = _take_some_back(batch, at=at)
    left = _open(batch).count()
    if not left:
        _finish(batch, at=at)
    batch.save()
    # The budget's accounts come last. What this step took back is free again with it.
    settle_as_free(batch.budget, sum(taken), at=at)
    failpoint("undo.before_commit", batch.id)
    return Progress(batch.reversed_count, batch.reversed_count + left, is_finished=not left)


# In no order: to sort what is left for every chunk would cost more than the chunk.
_TAKE_BACK = """
UPDATE benefits_grant SET state = 'revoked', revoked_at = %(at)s, settled_at = %(at)s WHERE id = ANY (ARRAY(
    SELECT id FROM benefits_grant WHERE batch_id = %(batch)s AND state IN ('scheduled', 'claimable') LIMIT %(chunk)s FOR UPDATE))
RETURNING committed
"""


def _take_some_back(batch: Batch, *, at: datetime) -> list[int]:
    """What each grant of the next chunk had reserved. Waits for a claim that is being decided right now: what it decides is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, {"at": at, "batch": batch.id, "chunk": CHUNK})
        taken = [committed for (committed,) in cursor.fetchall()]
    batch.reversed_count += len(taken)
    failpoint("undo.after_revoking", batch.id)
    return taken


def _finish(batch: Batch, *, at: datetime) -> None:
    batch.kept_count = batch.grants.filter(state__in=_KEPT).count()
    batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save()


def _open(batch: Batch) -> QuerySet[Grant]:
    return Grant.objects.filter(batch=batch, state__in=_OPEN)


def _result(batch: Batch) -> UndoResult:
    kept = list(batch.grants.filter(state__in=_KEPT).order_by("id").values_list("serial", flat=True))
    return UndoResult(batch.reversed_count, batch.kept_count, kept)

"""Undoing a batch: what nobody has claimed goes back, what was claimed is named and kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch, Grant
from benefits.operations.budgets.settle import settle_grants
from benefits.states import BatchState, GrantState
from common.actors import Actor
from common.failpoints import failpoint
from common.feed import sign
from common.jobs import allow_minutes
from common.refusals import NotFound, Refused

_KEPT = (GrantState.CLAIMED, GrantState.FULFILLED, GrantState.USED)


class NotDone(Refused):
    code = "batch_not_done"
    sentence = exact = _("Only a batch that was issued can be undone. Wait until it is done.")


@dataclass(frozen=True, slots=True)
class UndoResult:
    """How many grants were taken back, how many were kept because someone had claimed them, and which."""

    reversed: int
    kept: int
    kept_serials: list[str]


@transaction.atomic
def undo_batch(*, batch_id: UUID, enterprise_id: UUID, by: Actor, at: datetime, reason: str = "") -> UndoResult:
    """
    Take back every grant of a batch that nobody has claimed; their budget is free again at once.

    Locks    the batch, its open grants, then the budget's accounts.
    Replays  a batch that was undone answers with the same figures.

    :raises NotDone: it is still being checked or issued, or has failed.
    """
    batch = Batch.objects.select_for_update().filter(id=batch_id, enterprise_id=enterprise_id).first()
    if batch is None:
        raise NotFound
    if batch.state == BatchState.UNDONE:
        return _result(batch)
    if batch.state != BatchState.DONE:
        raise NotDone
    sign(by, reason or "batch undone")
    allow_minutes()
    revoked = Grant.objects.filter(batch=batch, state__in=[GrantState.SCHEDULED, GrantState.CLAIMABLE])
    batch.reversed_count = revoked.update(state=GrantState.REVOKED, revoked_at=at)
    failpoint("undo.after_revoking", batch.id)
    batch.kept_count = batch.grants.filter(state__in=_KEPT).count()
    batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save()
    while settle_grants(at=at, batch_id=batch.id):
        pass
    failpoint("undo.before_commit", batch.id)
    return _result(batch)


def _result(batch: Batch) -> UndoResult:
    kept = list(batch.grants.filter(state__in=_KEPT).order_by("id").values_list("serial", flat=True))
    return UndoResult(batch.reversed_count, batch.kept_count, kept)

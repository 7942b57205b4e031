"""Confirming what HR has seen, bound to the file that they saw."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.models import Batch
from benefits.operations.batches.issue import begin_issuing
from benefits.operations.batches.second_person import may_confirm_alone_or_second
from benefits.states import BatchState
from common.actors import Actor
from common.failpoints import failpoint
from common.feed import sign
from common.refusals import NotFound, Refused


class FileChanged(Refused):
    code = "file_changed"
    sentence = exact = _("The file that was checked is not the one you confirm. Upload it again and look at the preview.")


class NotReady(Refused):
    code = "batch_not_ready"
    sentence = exact = _("This batch can't be confirmed: it is still being checked, or was discarded.")


class NothingToConfirm(Refused):
    code = "nothing_to_grant"
    sentence = exact = _("No row of this file can be granted. Correct the rows and upload the file again.")


@transaction.atomic
def confirm_batch(*, batch_id: UUID, enterprise_id: UUID, file_sha256: bytes, by: Actor, at: datetime) -> Batch:
    """
    Reserve the total in the budget and start issuing.

    Locks    the batch, then the budget's accounts.
    Replays  a batch that was confirmed already is returned as it is: two clicks make one batch.

    :raises FileChanged: the hash is not that of the checked file; nothing is written.
    Above the enterprise's sum of one day it waits: another administrator's confirmation of the same file issues it.

    :raises BudgetExceeded: the budget no longer reaches; nothing is written.
    :raises SecondPersonNeeded: it waits for somebody else.
    """
    batch = Batch.objects.select_for_update(no_key=True).filter(id=batch_id, enterprise_id=enterprise_id, source="import").first()
    if batch is None:
        raise NotFound
    if bytes(batch.sheet.file_sha256) != file_sha256:
        raise FileChanged
    if batch.state in (BatchState.ISSUING, BatchState.DONE, BatchState.UNDONE):
        return batch
    if batch.state != BatchState.READY:
        raise NotReady
    if batch.good_count == 0:
        raise NothingToConfirm
    sign(by)
    if not may_confirm_alone_or_second(batch, by=by, at=at):
        return batch
    batch.confirmed_by = str(by)
    begin_issuing(batch, at=at)
    failpoint("confirm.before_commit", batch.id)
    return batch


@transaction.atomic
def discard_batch(*, batch_id: UUID, enterprise_id: UUID, by: Actor, at: datetime) -> Batch:
    """
    Put a checked file away without granting anything.

    :raises NotReady: it is being issued, or has ended.
    """
    batch = Batch.objects.select_for_update(no_key=True).filter(id=batch_id, enterprise_id=enterprise_id).first()
    if batch is None:
        raise NotFound
    if batch.state not in (BatchState.READY, BatchState.CHECKING):
        raise NotReady
    sign(by, "discarded")
    batch.state, batch.problem, batch.finished_at = BatchState.FAILED, "discarded", at
    batch.save(update_fields=["state", "problem", "finished_at"])
    return batch

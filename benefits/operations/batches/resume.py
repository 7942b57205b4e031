"""Going on with a batch whose job gave up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from benefits.models import Batch
from benefits.operations.batches.confirm import NotReady
from benefits.states import BatchState
from common.actors import Actor
from common.feed import note, sign
from common.jobs import start_job
from common.refusals import NotFound


@transaction.atomic
def resume_batch(*, batch_id: UUID, enterprise_id: UUID, by: Actor, at: datetime) -> Batch:
    """
    Queue the issuing of a batch again; it continues after the last chunk that was committed.

    Locks    the batch.
    Replays  while a job is queued or running, nothing new is queued.

    :raises NotReady: it is not being issued.
    """
    batch = Batch.objects.select_for_update(no_key=True).filter(id=batch_id, enterprise_id=enterprise_id).first()
    if batch is None:
        raise NotFound
    if batch.state != BatchState.ISSUING or batch.source == "opening":  # An opening's batch is issued by those who come.
        raise NotReady
    sign(by)
    note("batch.resumed", subject=batch, data={})
    start_job("benefits.issue_batch", batch.id, by=by, at=at, enterprise_id=batch.enterprise_id)
    return batch

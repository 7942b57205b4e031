"""Telling members what they were given, and what is about to be lost."""

from datetime import datetime
from uuid import UUID

from celery import shared_task

from benefits.operations.announce import announce_some, batches_to_announce, warn_expiring
from common import clock
from common.jobs import ring, ring_again, sweeps


@shared_task(name="benefits.announce_batch")
def announce(batch_id: str) -> None:
    if announce_some(UUID(batch_id), at=clock.now()):
        ring("benefits.announce_batch", batch_id)


@sweeps("expiry warnings")
def warn(at: datetime) -> None:
    warn_expiring(at=at)


@sweeps("announcements")
def announce_missed(at: datetime) -> None:
    """Batches whose announcement, or the rest of it, was lost with its bell."""
    for batch_id in batches_to_announce(at=at):
        ring_again("benefits.announce_batch", batch_id)

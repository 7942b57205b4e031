"""The doorbells of ``common``."""

from uuid import UUID

from celery import shared_task

from common import clock
from common.feed.partitions import ask_for_partitions
from common.jobs.runner import answer_bell
from common.jobs.sweeper import sweep_all
from common.pace import forget_whole_allowances  # noqa: F401  Registers its sweep.
from common.replay.forget import forget_old_keys  # noqa: F401  Registers its sweep.
from common.witness.fence import compare_with_witness  # noqa: F401  Registers its sweep.


@shared_task(name="common.jobs.run")
def run(job_id: str) -> None:
    answer_bell(UUID(job_id))


@shared_task(name="common.sweep")
def sweep() -> None:
    sweep_all(clock.now())


@shared_task(name="common.make_partitions")
def make_feed_partitions() -> None:
    ask_for_partitions(today=clock.now().date())

"""The sweeper: every few seconds, each house says what is due by state, and the bell is rung for it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection

from common.jobs.bells import SLOT_SECONDS, ring_again
from common.jobs.models import Tick
from common.jobs.turns import jobs_in_turn

Sweep = Callable[[datetime], None]
_sweeps: dict[str, Sweep] = {}
logger = logging.getLogger(__name__)


def sweeps(name: str) -> Callable[[Sweep], Sweep]:
    """Register a search for due work: called every few seconds with the time, it acts or rings. It must be cheap when idle."""

    def register(sweep: Sweep) -> Sweep:
        _sweeps[name] = sweep
        return sweep

    return register


def sweep_all(at: datetime) -> None:
    """Run every sweep once. One that fails does not stop the others; two schedulers in the same few seconds make one run."""
    if not _first_of_its_slot("sweep", at):
        return
    for name, sweep in _sweeps.items():
        try:
            sweep(at)
        except Exception:
            logger.exception("sweep failed", extra={"sweep": name})


def _first_of_its_slot(name: str, at: datetime) -> bool:
    slot = int(at.timestamp()) // SLOT_SECONDS
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO common_tick (name, slot, at) VALUES (%s, %s, %s) ON CONFLICT (name, slot) DO NOTHING", [name, slot, at])
        return cursor.rowcount == 1


@sweeps("jobs")
def ring_for_jobs(at: datetime) -> None:
    """Jobs whose lease has run out, that gave their worker back, or whose bell was lost, are rung for again, in turn."""
    for waiting in jobs_in_turn(at, most=100, queued_before=at - timedelta(seconds=3)):
        ring_again("common.jobs.run", waiting.job_id)


@sweeps("ticks")
def forget_old_ticks(at: datetime) -> None:
    """Ticks are proof for an hour, then rubbish."""
    Tick.objects.filter(at__lt=at - timedelta(hours=1)).delete()

"""Ringing tasks by name, after the commit, and never failing because the broker is away."""

import logging
import time
from collections import defaultdict

from celery import current_app
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)
# How often a sweep runs.
SLOT_SECONDS = 4
# How long a process that rang in vain rings no more: one claim waits for a broker that is silent, not every claim.
HUSH_SECONDS = 5
_listeners: dict[str, list[str]] = defaultdict(list)


def ring(task: str, *ids: object, queue: str | None = None) -> None:
    """Send a task its ids once the current transaction has committed. A lost bell is found by the sweeper."""
    transaction.on_commit(lambda: _send(task, [str(i) for i in ids], queue))


def ring_again(task: str, *ids: object, queue: str | None = None) -> None:
    """
    Ring for what a sweep found due, at once.

    Unheard after two sweeps the bell is thrown away: the sweep rings anew as long as the work is due, and what a slow worker has not
    come to yet would else stand in its queue a hundred times.
    """
    _send(task, [str(i) for i in ids], queue, expires=2 * SLOT_SECONDS)


def hear(event: str, task: str) -> None:
    """Have ``task`` rung with the subject's id whenever ``tell(event, id)`` is called. Houses above listen to houses below."""
    if task not in _listeners[event]:
        _listeners[event].append(task)


def tell(event: str, subject_id: object) -> None:
    """Tell whoever listens, by name, that something happened."""
    for task in _listeners[event]:
        ring(task, subject_id)


def _send(task: str, ids: list[str], queue: str | None, *, expires: float | None = None) -> None:
    if settings.TESTING and not getattr(settings, "RING_IN_TESTS", False):
        return
    if _hush.is_on():
        return
    try:
        _publish(task, ids, queue, expires)
    except Exception:
        # The work stands in the database; the sweeper rings again within seconds.
        logger.warning("bell not rung", extra={"task": task})
        _hush.begin()
    else:
        _hush.end()


def _publish(task: str, ids: list[str], queue: str | None, expires: float | None) -> None:
    with current_app.producer_or_acquire() as producer:
        try:
            current_app.send_task(task, args=ids, queue=queue, expires=expires, retry=False, producer=producer)
        except Exception:
            # An answer that comes late after all would be taken for the next one's: the next bell has a new line.
            producer.connection.collect()
            raise


class _Hush:
    """After a bell rung in vain. When it is over one bell tries, and the others wait for how that goes."""

    def __init__(self) -> None:
        self._until: float | None = None

    def is_on(self) -> bool:
        until = self._until
        if until is None:
            return False
        if time.monotonic() < until:
            return True
        self.begin()
        return False

    def begin(self) -> None:
        self._until = time.monotonic() + HUSH_SECONDS

    def end(self) -> None:
        self._until = None


_hush = _Hush()

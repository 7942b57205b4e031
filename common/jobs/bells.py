"""Ringing tasks by name, after the commit, and never failing because the broker is away."""

import logging
from collections import defaultdict

from celery import current_app
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)
# How often a sweep runs.
SLOT_SECONDS = 4
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
    try:
        current_app.send_task(task, args=ids, queue=queue, expires=expires, retry=False)
    except Exception:
        # The work stands in the database; the sweeper rings again within seconds.
        logger.warning("bell not rung", extra={"task": task})

"""Whether the process lives, and whether all that it needs answers."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import psycopg
from celery import current_app
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError

from common import clock
from common.jobs.queries import last_tick
from common.sealed import KeyLost, VaultClosed
from common.sealed.root import root_key
from common.witness import is_fenced

# The sweep beats every four seconds; a deploy of the workers may take a moment.
HEARTBEAT_WITHIN = timedelta(seconds=30)
BROKER_SECONDS = 2
_MIGRATED = "health.migrated"
logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process lives and answers. Nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """
    Each part by name, ``true`` when it answers; 503 when one does not.

    ``fenced`` is told beside them: the platform gives nothing out, and can still be read, so a balancer has nothing to do.
    """
    parts = {name: _answers(name, check) for name, check in CHECKS.items()}
    is_ready = all(parts.values())
    fenced = {"fenced": True} if parts["migrations"] and _answers("fence", is_fenced) else {}
    return JsonResponse({"status": "ok" if is_ready else "unavailable", **parts, **fenced}, status=200 if is_ready else 503)


def has_database() -> bool:
    """
    PostgreSQL answers, and this process may write: a standby would only read. And it can open what is in there.

    A host with another platform's master key could neither sign anybody in nor show a code.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT pg_is_in_recovery()")
        row = cursor.fetchone()
        is_primary = bool(row and row[0])
    # Before the migrations there is no key. Once opened, it is remembered.
    return is_primary and (not has_migrations() or bool(root_key()))


def has_migrations() -> bool:
    """Every migration of this code is applied. Once that is so it stays so, until the process is replaced."""
    if cache.get(_MIGRATED):
        return True
    executor = MigrationExecutor(connection)
    is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    cache.set(_MIGRATED, is_migrated, None if is_migrated else 0)
    return is_migrated


def has_broker() -> bool:
    """The broker answers a question about a queue. Work goes on without it, only slower."""
    options = {"pool_size": 1, "pool_timeout": BROKER_SECONDS}
    with current_app.connection_for_write(connect_timeout=BROKER_SECONDS, transport_options=options) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
        # No such queue, before the first worker came, is an answer too.
        with suppress(*broker.channel_errors):
            broker.default_channel.queue_declare(queue=current_app.conf.task_default_queue, passive=True)
        return True


def has_worker() -> bool:
    """A worker swept within the last half minute: the beat rang, the broker carried it, the worker wrote."""
    tick = last_tick("sweep")
    return tick is not None and clock.now() - tick < HEARTBEAT_WITHIN


CHECKS: dict[str, Callable[[], bool]] = {
    "database": has_database,
    "migrations": has_migrations,
    "broker": has_broker,
    "worker": has_worker,
}


def _answers(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError, KombuError, psycopg.Error, KeyLost, VaultClosed, ImproperlyConfigured) as error:
        logger.warning("not ready", extra={"part": name, "error": type(error).__name__})
        return False

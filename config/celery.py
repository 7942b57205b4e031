"""The Celery application. Tasks are bells: what is due is found in the database."""

import os
from typing import Any

from celery import Celery
from celery.signals import import_modules
from django.conf import settings
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES

from common.scope import PLATFORM, begin_as

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["pgmq"] = "config.broker:Transport"


class App(Celery):
    """Celery with one thing put right: its options of a broker are those of ringing and of listening alike."""

    def connection_for_write(self, url: str | None = None, **told: Any) -> Connection:
        """See Celery. Gives up on a broker that is silent."""
        told["transport_options"] = {**settings.BROKER_OPTIONS_FOR_RINGING, **(told.get("transport_options") or {})}
        return super().connection_for_write(url, **told)


app = App("quanyi", task_cls="common.scope.tasks:ScopedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@import_modules.connect
def begin_as_platform(**_signal: Any) -> None:
    """What beat and workers do of their own accord is the platform's. Both load the tasks before anything else."""
    begin_as(PLATFORM)

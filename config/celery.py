"""The Celery application. Tasks are bells: what is due is found in the database."""

import os
from typing import Any

from celery import Celery
from celery.signals import import_modules
from kombu.transport import TRANSPORT_ALIASES

from common.scope import PLATFORM, begin_as

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["pgmq"] = "config.broker:Transport"

app = Celery("quanyi", task_cls="common.scope.tasks:ScopedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@import_modules.connect
def begin_as_platform(**_signal: Any) -> None:
    """What beat and workers do of their own accord is the platform's. Both load the tasks before anything else."""
    begin_as(PLATFORM)

"""The Celery application. Tasks are bells: what is due is found in the database."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["pgmq"] = "config.broker:Transport"

app = Celery("quanyi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

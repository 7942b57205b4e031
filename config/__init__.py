"""The project: settings, addresses, task queue, and what starts all of it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]

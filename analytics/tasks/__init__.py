"""The doorbells of analytics."""

from celery import shared_task

from analytics.operations import prove_all
from common import clock


@shared_task(name="analytics.prove")
def prove() -> None:
    prove_all(at=clock.now())

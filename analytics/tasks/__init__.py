"""The doorbells of analytics."""

from celery import shared_task

from analytics.operations import look_for_coincidences, prove_all
from common import clock


@shared_task(name="analytics.prove")
def prove() -> None:
    prove_all(at=clock.now())


@shared_task(name="analytics.look_for_coincidences")
def coincide() -> None:
    look_for_coincidences(at=clock.now())

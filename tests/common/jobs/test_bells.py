"""Bells: in which queue they stand, and for how long."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from celery import current_app
from pytest_django import Settings

from common import clock
from common.jobs import SLOT_SECONDS, ring, ring_again

TASK = "supply.query_topup"


@pytest.fixture(autouse=True)
def audible(settings: Settings) -> None:
    settings.RING_IN_TESTS = True


def heard(queue: str) -> Any:
    """The next message of a queue."""
    with current_app.connection_for_write() as broker:
        message = broker.SimpleQueue(queue).get_nowait()
        message.ack()
        return message


@pytest.mark.django_db(transaction=True)
def test_bell_of_whoever_waits_stands_until_it_is_heard() -> None:
    ring(TASK, 7)
    message = heard("suppliers")
    assert (message.headers["task"], message.payload[0], message.headers["expires"]) == (TASK, ["7"], None)


def test_bell_of_the_sweep_is_thrown_away_once_the_sweep_has_rung_again() -> None:
    ring_again(TASK, 7)
    until = datetime.fromisoformat(heard("suppliers").headers["expires"])
    assert timedelta(seconds=SLOT_SECONDS) < until - clock.now() <= timedelta(seconds=2 * SLOT_SECONDS)


def test_whoever_listens_keeps_the_patience_that_whoever_rings_has_not(settings: Settings) -> None:
    settings.BROKER_OPTIONS_FOR_RINGING = {"read_timeout": 1}
    told = [each.transport_options for each in (current_app.connection_for_write(), current_app.connection_for_read())]
    assert told == [{"read_timeout": 1}, {}]


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("common.sweep", "default"),
        ("members.deliver_message", "default"),
        ("redemption.follow_topup", "default"),
        ("supply.submit_topup", "suppliers"),
        ("supply.query_topup", "suppliers"),
        ("supply.ask_stock", "suppliers"),
        ("benefits.announce_batch", "messages"),
        ("common.jobs.run", "imports"),
        ("analytics.prove", "imports"),
    ],
)
def test_what_may_be_slow_stands_apart_from_what_must_be_quick(task: str, queue: str) -> None:
    current_app.loader.import_default_modules()
    assert current_app.tasks[task].name == task
    assert current_app.amqp.router.route({}, task)["queue"].name == queue

"""A broker that is silent instead of dead: one bell waits a moment for it, the next ones not at all, and it is rung again when it speaks."""

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from common.jobs.bells import HUSH_SECONDS
from deploy.rehearsal.brokers import Broker, missing
from tests.faults.rig import database_url
from tests.faults.ringer import Ringer, ringer
from tests.faults.silence import line_to, silent_listener
from tests.stress.families import family, send

pytestmark = [pytest.mark.faults, pytest.mark.django_db]
A_FEW_SECONDS = 4
AT_ONCE = 0.2
# Those that are installed here; the others are stood in for by a listener that never answers.
KINDS = [kind for kind in ("rabbitmq", "redis") if not missing(kind)]


@pytest.mark.parametrize("scheme", ["amqp", "redis", "pgmq"])
def test_one_bell_waits_for_a_broker_that_never_answered_and_the_next_ones_do_not(scheme: str) -> None:
    with silent_listener() as port, ringer(f"{scheme}://who:what@127.0.0.1:{port}/0") as rings:
        assert_one_waits_and_the_others_do_not(rings)


@pytest.mark.parametrize("kind", KINDS)
def test_broker_that_is_stopped_and_goes_on_is_rung_again(kind: str) -> None:
    with a_real(kind) as broker, ringer(broker.url) as rings:
        assert_rung_soon(rings)
        stopped = family(broker.pid)
        send(stopped, signal.SIGSTOP)
        try:
            assert_one_waits_and_the_others_do_not(rings)
        finally:
            send(stopped, signal.SIGCONT)
        assert_rung_soon(rings)


def test_embedded_broker_that_is_stopped_and_goes_on_is_rung_again() -> None:
    facts = connection.settings_dict
    with line_to(facts["HOST"], int(facts["PORT"])) as (line, port), ringer(embedded_url(port)) as rings:
        assert_rung_soon(rings)
        line.hold()
        assert_one_waits_and_the_others_do_not(rings)
        line.go_on()
        assert_rung_soon(rings)


def test_lock_on_a_queue_of_the_embedded_broker_holds_one_bell_for_a_moment() -> None:
    with ringer(database_url().replace("postgres://", "pgmq://", 1)) as rings:
        assert_rung_soon(rings)
        with psycopg.connect(database_url()) as other:
            other.execute("LOCK TABLE pgmq.q_default")
            assert_one_waits_and_the_others_do_not(rings)
        assert_rung_soon(rings)


def assert_one_waits_and_the_others_do_not(rings: Ringer) -> None:
    first, *others = [rings.ring() for _time in range(5)]
    assert not any(ring.was_sent for ring in (first, *others))
    assert first.seconds < A_FEW_SECONDS
    assert max(ring.seconds for ring in others) < AT_ONCE


def assert_rung_soon(rings: Ringer) -> None:
    """A broker that has just started may take longer than one bell waits."""
    end = time.monotonic() + HUSH_SECONDS * 4
    while not rings.ring().was_sent:
        assert time.monotonic() < end
        time.sleep(0.1)


def embedded_url(port: int) -> str:
    facts = connection.settings_dict
    return f"pgmq://{quote(facts['USER'])}:{quote(facts['PASSWORD'] or '-')}@127.0.0.1:{port}/{facts['NAME']}"


@contextmanager
def a_real(kind: str) -> Iterator[Broker]:
    with tempfile.TemporaryDirectory(prefix="quanyi-broker-") as folder:
        broker = Broker(kind, Path(folder))
        broker.start()
        try:
            yield broker
        finally:
            broker.stop()

"""The embedded broker when connections are lost, on the real one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from kombu import Connection, Consumer, Producer, Queue

import config.celery  # noqa: F401  # Names the transport.
from config.broker import Channel
from tests.faults.rig import database_url

pytestmark = pytest.mark.django_db(transaction=True)
OPTIONS = {"init_extension": False, "wait_time_seconds": 0, "polling_interval": 0.05, "pool_size": 1, "visibility_timeout": 600}


@pytest.fixture
def broker() -> Iterator[Connection]:
    url = database_url().replace("postgres://", "pgmq://", 1)
    with Connection(url, transport_options=OPTIONS) as connected:
        yield connected


def cut_lines_to_broker() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND query ILIKE '%%pgmq%%'"
        )


def test_worker_that_takes_one_at_a_time_takes_the_next_after_a_lost_acknowledgement(broker: Connection) -> None:
    queue, got = Queue("one_by_one", exchange="", routing_key="one_by_one"), []
    with broker.channel() as channel:
        assert isinstance(channel, Channel)
        producer = Producer(channel)
        for number in (1, 2):
            producer.publish({"number": number}, routing_key="one_by_one", declare=[queue])
        consumer = Consumer(channel, [queue], callbacks=[lambda body, message: got.append((body["number"], message))])
        consumer.qos(prefetch_count=1)
        consumer.consume()
        broker.drain_events(timeout=5)
        message: Any = got[0][1]
        cut_lines_to_broker()
        message.ack_log_error(_Silent(), broker.connection_errors)
        broker.drain_events(timeout=5)
        assert [number for number, _message in got] == [1, 2]
        queue(channel).delete()


class _Silent:
    def critical(self, *_words: object, **_more: object) -> None:
        pass

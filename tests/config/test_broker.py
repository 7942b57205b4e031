"""The embedded broker when connections are lost, on the real one."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from unittest import TestCase

import pytest
from django.db import connection
from kombu import Connection, Consumer, Producer, Queue

import config.celery  # noqa: F401  # Names the transport.
from common.scope import OWNER, within
from config.broker import MOST_READS, Channel
from tests.faults.rig import database_url
from tests.together import together

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


def test_queue_that_many_come_to_at_once_is_made_once_and_then_left_alone() -> None:
    def come(_number: int = 0) -> None:
        with Connection(database_url().replace("postgres://", "pgmq://", 1), transport_options={**OPTIONS, "use_notify": True}) as mine:
            Queue("come_to", exchange="", routing_key="come_to")(mine.default_channel).declare()

    made = together(6, come)
    bells = _bells()
    come()
    assert (made, len(bells), _bells()) == ([None] * 6, 1, bells)
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("SELECT pgmq.drop_queue('come_to')")


def _bells() -> list[tuple[int]]:
    """What tells of new messages in the queue: a trigger that is made anew is another one."""
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_trigger WHERE tgrelid = 'pgmq.q_come_to'::regclass AND NOT tgisinternal")
        return list(cursor.fetchall())


NO_ENVELOPE = [
    {"foo": 1},
    [1],
    "bell",
    None,
    {"properties": {}},
    {"properties": {"delivery_tag": "1", "delivery_info": "nowhere"}},
    {"body": "aWRz", "properties": {"delivery_tag": "1", "body_encoding": "rot13"}},
    {"body": {"ids": []}, "properties": {"delivery_tag": "1", "body_encoding": "base64"}},
]


@pytest.fixture
def heard(broker: Connection) -> Iterator[tuple[Any, list[Any]]]:
    """A queue that is listened to, and what was heard from it."""
    queue, got = Queue("heard", exchange="", routing_key="heard"), []
    with broker.channel() as channel:
        consumer = Consumer(channel, [queue], on_message=lambda message: got.append(message.payload))
        consumer.consume(no_ack=False)
        yield channel, got
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("SELECT pgmq.drop_queue('heard')")


def test_what_has_no_envelope_is_put_aside_and_the_next_message_heard(broker: Connection, heard: tuple[Any, list[Any]]) -> None:
    channel, got = heard
    with within(OWNER), connection.cursor() as cursor:
        for strange in NO_ENVELOPE:
            cursor.execute("SELECT pgmq.send('heard', %s::jsonb)", [json.dumps(strange)])
    Producer(channel).publish({"number": 1}, routing_key="heard")
    with TestCase().assertLogs("config.broker", "ERROR") as log:
        while not got:
            broker.drain_events(timeout=5)
    assert (got, _texts("a_heard")) == ([{"number": 1}], NO_ENVELOPE)
    assert [(line.getMessage(), line.__dict__["queue"]) for line in log.records] == [("message put aside", "heard")] * len(NO_ENVELOPE)


def test_what_has_no_envelope_is_not_got_either(heard: tuple[Any, list[Any]]) -> None:
    channel, _got = heard
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("SELECT pgmq.send('heard', '{\"foo\": 1}')")
    assert (channel.basic_get("heard"), _texts("a_heard")) == (None, [{"foo": 1}])


@pytest.mark.parametrize(("reads", "is_heard"), [(MOST_READS - 1, True), (MOST_READS, False)])
def test_message_is_heard_five_times_and_then_put_aside(
    broker: Connection, heard: tuple[Any, list[Any]], reads: int, is_heard: bool
) -> None:
    channel, got = heard
    Producer(channel).publish({"number": 1}, routing_key="heard")
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute("UPDATE pgmq.q_heard SET read_ct = %s", [reads])
    with suppress(TimeoutError):
        broker.drain_events(timeout=1)
    assert (got, len(_texts("a_heard"))) == (([{"number": 1}], 0) if is_heard else ([], 1))


def _texts(table: str) -> list[Any]:
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute(f"SELECT message::text FROM pgmq.{table} ORDER BY msg_id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


class _Silent:
    def critical(self, *_words: object, **_more: object) -> None:
        pass

"""
The embedded broker, kombu's ``pgmq``, with four things put right.

A worker outlives the loss of its connection: a message whose acknowledgement was lost would else count as being worked on for ever, and a
worker that takes one message at a time never take another. It goes where it is told. And whoever comes to a queue that is there leaves its
table alone: kombu makes it anew each time, trigger and all, under a lock that excludes everybody, and two who come at once wait in a ring.
What nobody can read, or what was read five times and not done with, is put aside: it would end one worker after the other.
"""

import logging
from typing import Any, TypeVar

import psycopg
from kombu import Connection
from kombu.transport import pgmq
from pgmq import PGMQueue
from pgmq.messages import Message
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool

T = TypeVar("T")
MOST_READS = 5
logger = logging.getLogger(__name__)


class Impatient(psycopg.Connection[Any]):
    """A connection that is closed when its server does not answer soon."""

    SECONDS = 1.5
    # The server is told as well: what nobody waits for any more would stand in the lock's queue before others.
    LOCK_SECONDS = 1

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """See psycopg. Closed at once: a rollback would wait for the same server again."""
        try:
            return super().wait(gen, interval, self.SECONDS if timeout is None else timeout)
        except psycopg.errors._WaitTimeout:  # Public only as what it is derived from.
            self.pgconn.finish()
            raise


class Channel(pgmq.Channel):
    """
    Lets go of a message even when the broker could not be told: it comes again after its time, and finds nothing to do.

    Makes a queue, and its bell, once. Puts aside, in the queue's archive, what can't be done.
    """

    def _new_queue(self, queue: str, **kwargs: Any) -> None:
        if self._has_queue(queue):
            self._maybe_enable_notify(queue)
        else:
            super()._new_queue(queue, **kwargs)

    def _maybe_enable_notify(self, queue: str, queue_name: str | None = None) -> None:
        name = queue_name or self._queue_name(queue)
        if self.use_notify and not self._rings(name):
            with self.pgmq.pool.connection() as alone:
                alone.execute("SELECT pgmq.acquire_queue_lock(%s)", [name])
                if not self._rings(name, alone):
                    self.pgmq.enable_notify(name, throttle_interval_ms=self.notify_throttle_interval_ms, conn=alone)
        self.connection._register_notify_queue(name)

    def _rings(self, name: str, through: psycopg.Connection | None = None) -> bool:
        return name in {each.queue_name for each in self.pgmq.list_notify_throttles(conn=through)}

    def _receive_messages(self, queue: str, *words: Any, **more: Any) -> list[Message]:
        received: list[Message] = super()._receive_messages(queue, *words, **more)
        good = [message for message in received if message.read_ct <= MOST_READS and self._has_envelope(message, queue)]
        for message in received:
            if message not in good:
                self._put_aside(message, self._queue_name(queue))
        return good

    def _has_envelope(self, message: Message, queue: str) -> bool:
        try:
            self.Message(self._pgmq_message_to_python(message, queue), channel=self)
        except Exception:  # Whatever it is that can't be read, it is the message's fault.
            return False
        return True

    def _put_aside(self, message: Message, queue: str) -> None:
        # Not its text: nobody knows what somebody wrote there.
        logger.error("message put aside", extra={"queue": queue, "message_id": message.msg_id, "reads": message.read_ct})
        self.pgmq.archive(queue, message.msg_id)

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:  # noqa: FBT001, FBT002  # kombu's signature.
        """See kombu."""
        try:
            super().basic_ack(delivery_tag, multiple)
        except self.connection.connection_errors:
            self.qos.ack(delivery_tag)
            raise

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:  # noqa: FBT001, FBT002  # kombu's signature.
        """See kombu."""
        try:
            super().basic_reject(delivery_tag, requeue)
        except self.connection.connection_errors:
            self.qos.reject(delivery_tag, requeue=False)
            raise


class Transport(pgmq.Transport):
    """
    The same transport with that channel. ``config.celery`` gives it the name ``pgmq://``.

    The option ``is_impatient`` is for whoever rings: neither a lock nor a server that has stopped holds it for long.
    """

    Channel = Channel
    _impatient: ConnectionPool[Impatient] | None = None

    def _create_pgmq_client(self) -> PGMQueue:
        there: Connection = self.client
        # Told nothing better, pgmq takes DATABASE_URL from the environment, whatever the broker's address says.
        address = make_conninfo(
            host=there.hostname, port=there.port or self.default_port, dbname=there.virtual_host, user=there.userid, password=there.password
        )
        there.transport_options = {**there.transport_options, "conn_string": address}
        if not there.transport_options.get("is_impatient"):
            return super()._create_pgmq_client()
        self._impatient = _impatient_pool(address, there.transport_options)
        return PGMQueue(conn_string=address, init_extension=False, pool=self._impatient)

    def close_connection(self, connection: Any) -> None:
        """See kombu."""
        super().close_connection(connection)
        pool, self._impatient = self._impatient, None
        if pool is not None:
            pool.close(timeout=0)


def _impatient_pool(address: str, options: dict[str, Any]) -> ConnectionPool[Impatient]:
    return ConnectionPool(
        make_conninfo(address, connect_timeout=2, options=f"-c lock_timeout={Impatient.LOCK_SECONDS}s"),
        connection_class=Impatient,
        min_size=1,
        max_size=options["pool_size"],
        timeout=options["pool_timeout"],
        open=True,
    )

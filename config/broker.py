"""
The embedded broker, kombu's ``pgmq``, with two things put right: a worker outlives the loss of its connection, and goes where it is told.

Without the first a message whose acknowledgement was lost counts as being worked on for ever, and a worker that takes one message at a
time never takes another.
"""

from kombu import Connection
from kombu.transport import pgmq
from pgmq import PGMQueue
from psycopg.conninfo import make_conninfo


class Channel(pgmq.Channel):
    """Lets go of a message even when the broker could not be told. It comes again after its time, and finds nothing to do."""

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
    """The same transport with that channel. ``config.celery`` gives it the name ``pgmq://``."""

    Channel = Channel

    def _create_pgmq_client(self) -> PGMQueue:
        there: Connection = self.client
        # Told nothing better, pgmq takes DATABASE_URL from the environment, whatever the broker's address says.
        address = make_conninfo(
            host=there.hostname, port=there.port or self.default_port, dbname=there.virtual_host, user=there.userid, password=there.password
        )
        there.transport_options = {**there.transport_options, "conn_string": address}
        return super()._create_pgmq_client()

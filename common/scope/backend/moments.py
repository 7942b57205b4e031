"""Moments in UTC, read by Python's own parser: Django takes psycopg's, which is written for any format and seven times as slow."""

from datetime import UTC, datetime
from functools import cache

from psycopg.adapt import AdaptersMap
from psycopg.types.datetime import TimestamptzLoader


class _UtcLoader(TimestamptzLoader):
    timezone = UTC  # Django asks a loader for its zone, and puts its own in place where that is another.

    def load(self, data: bytes | bytearray | memoryview) -> datetime:
        try:
            return datetime.fromisoformat(str(data, "ascii")).astimezone(UTC)
        except ValueError:  # A year before Christ, or infinity: psycopg says what is wrong with it.
            return super().load(data).astimezone(UTC)


@cache
def with_fast_moments(adapters: AdaptersMap) -> AdaptersMap:
    """The same adapters, with moments read fast."""
    faster = AdaptersMap(adapters)
    faster.register_loader("timestamptz", _UtcLoader)
    return faster

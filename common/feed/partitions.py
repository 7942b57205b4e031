"""Monthly partitions of the feed, made ahead of time."""

from datetime import date

from django.db import connection

_MAKE = """
CREATE TABLE IF NOT EXISTS common_event_{year:04d}_{month:02d} PARTITION OF common_event
FOR VALUES FROM ('{first}') TO ('{next}')
"""


def make_partitions(*, today: date, ahead_months: int = 3) -> list[str]:
    """Create this month's partition and the next ones where they are missing; returns their names."""
    first = today.replace(day=1)
    made = []
    for _ in range(ahead_months + 1):
        following = _next_month(first)
        with connection.cursor() as cursor:
            cursor.execute(_MAKE.format(year=first.year, month=first.month, first=first, next=following))
        made.append(f"common_event_{first.year:04d}_{first.month:02d}")
        first = following
    return made


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)

"""Monthly partitions of the feed, made ahead of time."""

from datetime import date
from itertools import pairwise

from django.db import connection

_MAKE = """
CREATE TABLE IF NOT EXISTS common_event_{year:04d}_{month:02d} PARTITION OF common_event
FOR VALUES FROM ('{first}') TO ('{next}')
"""


def make_partitions(*, today: date, ahead_months: int = 3) -> list[str]:
    """Create this month's partition and the next ones where they are missing; returns their names. For the owner of the tables."""
    made = []
    for first, following in _months(today, ahead_months):
        with connection.cursor() as cursor:
            cursor.execute(_MAKE.format(year=first.year, month=first.month, first=first, next=following))
        made.append(f"common_event_{first.year:04d}_{first.month:02d}")
    return made


def ask_for_partitions(*, today: date, ahead_months: int = 3) -> None:
    """The same for a role that may make no tables: the database makes them, and nothing else."""
    with connection.cursor() as cursor:
        for first, _following in _months(today, ahead_months):
            cursor.execute("SELECT common_make_partition(%s)", [first])


def _months(today: date, ahead_months: int) -> list[tuple[date, date]]:
    months = [today.replace(day=1)]
    while len(months) < ahead_months + 2:
        months.append(_next_month(months[-1]))
    return list(pairwise(months))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)

"""How often something may happen: sliding windows over the times when it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True, slots=True)
class Limit:
    """So many within a sliding window."""

    most: int
    within: timedelta


CODES_PER_NUMBER = (Limit(1, timedelta(minutes=1)), Limit(10, timedelta(days=1)))
# One-time codes and all else together. Half of the day is the codes' own: no flood of news keeps anybody from signing in.
SMS_PER_NUMBER = (Limit(10, timedelta(days=1)),)
NEWS_PER_NUMBER = (Limit(5, timedelta(days=1)),)
# What is no code waits for the minute of a code; a code does not wait for it: somebody sits there and waits.
NEWS_AFTER_ANY = (Limit(1, timedelta(minutes=1)),)
MISSES_PER_ADDRESS = (Limit(20, timedelta(minutes=10)),)
MISSES_OF_SECOND_STEP = (Limit(5, timedelta(minutes=10)),)


def codes_per_address(most: int) -> tuple[Limit, ...]:
    """One-time codes that one network address may ask for."""
    return (Limit(most, timedelta(minutes=10)),)


def longest(limits: Sequence[Limit]) -> timedelta:
    """How far back the times must reach."""
    return max(limit.within for limit in limits)


def wait_seconds(times: Sequence[datetime], limits: Sequence[Limit], at: datetime) -> int:
    """Whole seconds until it may happen again under all limits; 0 is now. ``times`` are newest first."""
    waits = [times[limit.most - 1] + limit.within - at for limit in limits if len(times) >= limit.most]
    return max([ceil(wait.total_seconds()) for wait in waits] + [0])

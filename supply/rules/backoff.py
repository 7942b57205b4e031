"""When an open top-up is asked about again, and when a person is told."""

from datetime import datetime, timedelta

_UNKNOWN_SECONDS = (10, 30, 120, 600, 3600, 7200, 21_600, 86_400)
_PROCESSING_SECONDS = (3, 5, 10, 20, 30, 60, 300, 600)

ESCALATE_AFTER = timedelta(minutes=30)
WORKING_TOO_LONG = timedelta(hours=24)
# As long as a request could still be on its way, "not found" proves nothing.
IN_FLIGHT = timedelta(seconds=60)
RETRY_UNSENT = timedelta(seconds=15)


def next_query_at(at: datetime, *, query_count: int, is_unknown: bool) -> datetime:
    """The moment of the next query, after ``query_count`` queries so far. The last step repeats for ever."""
    steps = _UNKNOWN_SECONDS if is_unknown else _PROCESSING_SECONDS
    return at + timedelta(seconds=steps[min(query_count, len(steps) - 1)])


def may_send_again(at: datetime, *, submitted_at: datetime) -> bool:
    """Whether "not found" may be believed: nothing of the request can be on its way any more."""
    return at >= submitted_at + IN_FLIGHT

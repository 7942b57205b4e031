"""How long staff stay signed in. Pure."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)


def is_over(*, began_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """Half an hour without a request ends a session, and twelve hours whatever happens."""
    return at - seen_at >= IDLE or at - began_at >= LONGEST

"""Until when something that was claimed can be used, and when its holder is warned of that end. Pure."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def usable_until(
    *, claimed_at: datetime, zone: str, use_days: int | None = None, use_until: date | None = None, ends_at: datetime | None = None
) -> datetime | None:
    """
    The end (exclusive): of the day ``use_days`` after the claim, of the day ``use_until``, or ``ends_at``; the earliest. ``None``: no end.

    Days are the enterprise's: "usable for one day" is until midnight of tomorrow there, whatever the hour of the claim.
    """
    days = [claimed_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=use_days)] if use_days is not None else []
    days += [use_until] if use_until is not None else []
    ends = [_after(day, zone) for day in days] + ([ends_at] if ends_at is not None else [])
    return min(ends, default=None)


def end_of_use(*, usable_until: datetime | None, expires_on: date | None, zone: str) -> datetime | None:
    """The moment after which it is of no use: its own end, or that of the last day of its code; the earlier. ``None``: no end."""
    ends = [_after(expires_on, zone)] if expires_on is not None else []
    return min([*ends, *([usable_until] if usable_until is not None else [])], default=None)


def warning_due(*, ends_at: datetime | None, delivered_at: datetime, warn_days: int) -> datetime | None:
    """
    When to warn of the end: so many days before it, and not on the day that it came. ``None``: never.

    It goes by the same days as the warning of a grant that is not claimed.
    """
    if ends_at is None or warn_days == 0:
        return None
    due = max(ends_at - timedelta(days=warn_days), delivered_at + timedelta(days=1))
    return due if due < ends_at else None


def _after(day: date, zone: str) -> datetime:
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=ZoneInfo(zone))

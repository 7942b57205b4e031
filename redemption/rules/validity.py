"""Until when something that was claimed can be used. Pure."""

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


def _after(day: date, zone: str) -> datetime:
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=ZoneInfo(zone))

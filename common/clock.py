"""The one place that reads the clock. Edges read it once and pass ``at`` inward."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def day_of(at: datetime, zone: str) -> date:
    """The calendar day of a moment in a time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def start_of_day(day: date, zone: str) -> datetime:
    """The first moment of a calendar day in a time zone."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def last_moment(end: datetime) -> datetime:
    """The last moment before an end: periods are half open, and people ask until when, not from when no longer."""
    return end - timedelta(microseconds=1)

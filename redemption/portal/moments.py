"""Times as people say them: the exact deadline in the enterprise's local time, and how long is left."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

Urgency = Literal["past", "today", "soon", "calm"]
SOON_DAYS = 3

# Chosen by language and not through the catalogue: a format is no sentence, and a wrong one shows wrong deadlines.
_DAY = {"zh": "n月j日", "en": "j M"}
_BEFORE_TIME = {"zh": " ", "en": ", "}
_MONTH = {"zh": "Y年n月", "en": "F Y"}
_DAY_OF_YEAR = {"zh": "Y年n月j日", "en": "j M Y"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """``last`` is the last moment, in local time, at which it still works; ``left`` says how long that is from now."""

    last: datetime
    left: str
    urgency: Urgency

    @property
    def exact(self) -> str:
        """``31 Mar 2026, 23:59 (UTC+8)``: nothing left to guess."""
        return f"{moment_in_words(self.last)} ({_offset(self.last)})"


def deadline_of(until: datetime, *, zone: str, at: datetime) -> Deadline:
    """The deadline of a period that ends before ``until``: midnight reads as 23:59 of the day before."""
    last = (until - timedelta(microseconds=1)).astimezone(ZoneInfo(zone))
    left, urgency = _left(until - at, (last.date() - at.astimezone(ZoneInfo(zone)).date()).days, last)
    return Deadline(last, left, urgency)


def day_deadline(last_day: date, *, zone: str, at: datetime) -> Deadline:
    """The deadline of something that works until the end of a day, such as a code."""
    next_day = last_day + timedelta(days=1)
    return deadline_of(datetime(next_day.year, next_day.month, next_day.day, tzinfo=ZoneInfo(zone)), zone=zone, at=at)


def day_in_words(day: date, *, today: date | None = None) -> str:
    """``31 Mar 2026``, ``2026年3月31日``; without the year where ``today`` is of the same."""
    formats = _DAY if today and day.year == today.year else _DAY_OF_YEAR
    return formatted(day, formats[_language()])


def moment_in_words(local: datetime, *, today: date | None = None) -> str:
    """``31 Mar 2026, 23:59``, ``2026年3月31日 23:59``."""
    return f"{day_in_words(local.date(), today=today)}{_BEFORE_TIME[_language()]}{local:%H:%M}"


def month_in_words(day: date) -> str:
    """``March 2026``, ``2026年3月``."""
    return formatted(day, _MONTH[_language()])


def _language() -> str:
    return "zh" if (get_language() or "").startswith("zh") else "en"


def _left(remaining: timedelta, days: int, last: datetime) -> tuple[str, Urgency]:
    if remaining <= timedelta(0):
        return _("Ended"), "past"
    if remaining < timedelta(hours=1):
        minutes = max(1, int(remaining.total_seconds() // 60))
        return ngettext("%(count)d minute left", "%(count)d minutes left", minutes) % {"count": minutes}, "today"
    if days == 0:
        return _("Ends today at %(time)s") % {"time": f"{last:%H:%M}"}, "today"
    if days == 1:
        return _("Ends tomorrow"), "soon"
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}, "soon" if days <= SOON_DAYS else "calm"


def _offset(moment: datetime) -> str:
    minutes = int((moment.utcoffset() or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"

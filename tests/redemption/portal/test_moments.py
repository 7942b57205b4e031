"""Deadlines in words: exact, local, never a minute too late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from redemption.portal.moments import day_deadline, day_in_words, deadline_of, moment_in_words, month_in_words

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Ten in the morning in Shanghai.
ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("until", "left", "urgency"),
    [
        (AT, "Ended", "past"),
        (AT + timedelta(seconds=5), "1 minute left", "today"),
        (AT + timedelta(minutes=37), "37 minutes left", "today"),
        (AT + timedelta(hours=5), "Ends today at 14:59", "today"),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), "Ends today at 23:59", "today"),
        (datetime(2026, 3, 2, 17, 0, tzinfo=UTC), "Ends tomorrow", "soon"),
        (datetime(2026, 3, 5, 16, 0, tzinfo=UTC), "3 days left", "soon"),
        (datetime(2026, 3, 6, 16, 0, tzinfo=UTC), "4 days left", "calm"),
    ],
)
def test_what_is_left_is_counted_in_local_days(until: datetime, left: str, urgency: str) -> None:
    with override("en"):
        deadline = deadline_of(until, zone=ZONE, at=AT)
    assert (deadline.left, deadline.urgency) == (left, urgency)


def test_midnight_reads_as_the_last_minute_of_the_day_before() -> None:
    with override("en"):
        assert deadline_of(datetime(2026, 3, 31, 16, 0, tzinfo=UTC), zone=ZONE, at=AT).exact == "31 Mar 2026, 23:59 (UTC+8)"


@pytest.mark.parametrize(("zone", "offset"), [("Asia/Kolkata", "UTC+5:30"), ("America/New_York", "UTC-5"), ("UTC", "UTC+0")])
def test_the_offset_is_named(zone: str, offset: str) -> None:
    assert deadline_of(AT, zone=zone, at=AT).exact.endswith(f"({offset})")


def test_a_day_lasts_until_it_is_over_there() -> None:
    with override("en"):
        assert day_deadline(date(2026, 3, 2), zone=ZONE, at=AT).left == "Ends today at 23:59"


def test_days_are_written_as_each_language_writes_them() -> None:
    day = date(2026, 3, 31)
    with override("en"):
        assert (day_in_words(day), day_in_words(day, today=day), month_in_words(day)) == ("31 Mar 2026", "31 Mar", "March 2026")
        assert moment_in_words(datetime(2026, 3, 31, 9, 5)) == "31 Mar 2026, 09:05"
    with override("zh-hans"):
        assert (day_in_words(day), day_in_words(day, today=day), month_in_words(day)) == ("2026年3月31日", "3月31日", "2026年3月")
        assert moment_in_words(datetime(2026, 3, 31, 9, 5)) == "2026年3月31日 09:05"

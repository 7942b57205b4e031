"""Until when a claimed thing can be used, and when its holder is warned."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from redemption.rules.validity import end_of_use, usable_until, warning_due

SHANGHAI = "Asia/Shanghai"
LATE_MONDAY = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)  # One minute before midnight in Shanghai.


def _midnight(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(SHANGHAI))


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ({}, None),
        ({"use_days": 1}, _midnight("2026-03-04")),
        ({"use_until": date(2026, 3, 31)}, _midnight("2026-04-01")),
        ({"use_days": 30, "use_until": date(2026, 3, 5)}, _midnight("2026-03-06")),
        ({"use_days": 1, "use_until": date(2026, 3, 31)}, _midnight("2026-03-04")),
        ({"ends_at": datetime(2026, 3, 3, 4, tzinfo=UTC)}, datetime(2026, 3, 3, 4, tzinfo=UTC)),
    ],
)
def test_days_end_at_the_enterprises_midnight_and_the_earliest_end_counts(given: dict[str, object], end: datetime | None) -> None:
    assert usable_until(claimed_at=LATE_MONDAY, zone=SHANGHAI, **given) == end  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ({"usable_until": None, "expires_on": None}, None),
        ({"usable_until": LATE_MONDAY, "expires_on": None}, LATE_MONDAY),
        ({"usable_until": None, "expires_on": date(2026, 3, 5)}, _midnight("2026-03-06")),
        ({"usable_until": LATE_MONDAY, "expires_on": date(2026, 3, 5)}, LATE_MONDAY),
        ({"usable_until": _midnight("2026-04-01"), "expires_on": date(2026, 3, 5)}, _midnight("2026-03-06")),
    ],
)
def test_the_earlier_of_its_own_end_and_that_of_its_code_is_the_end(given: dict[str, object], end: datetime | None) -> None:
    assert end_of_use(zone=SHANGHAI, **given) == end  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days_left", "warn_days", "after"),
    [(10, 3, 7), (10, 30, 1), (2, 3, 1), (1, 3, None), (10, 0, None), (None, 3, None)],
)
def test_it_is_warned_of_some_days_before_and_never_on_the_day_that_it_came(
    days_left: int | None, warn_days: int, after: int | None
) -> None:
    ends_at = None if days_left is None else LATE_MONDAY + timedelta(days=days_left)
    due = None if after is None else LATE_MONDAY + timedelta(days=after)
    assert warning_due(ends_at=ends_at, delivered_at=LATE_MONDAY, warn_days=warn_days) == due

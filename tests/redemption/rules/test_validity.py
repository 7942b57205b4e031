"""Until when a claimed thing can be used."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from redemption.rules.validity import usable_until

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

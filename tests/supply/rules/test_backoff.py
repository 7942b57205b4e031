"""When an open top-up is asked about again."""

from datetime import UTC, datetime, timedelta

import pytest

from supply.rules.backoff import IN_FLIGHT, may_send_again, next_query_at

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(("count", "seconds"), [(0, 10), (1, 30), (2, 120), (3, 600), (4, 3600), (7, 86_400), (99, 86_400)])
def test_unknown_is_asked_about_less_and_less_often_and_for_ever(count: int, seconds: int) -> None:
    assert next_query_at(AT, query_count=count, is_unknown=True) == AT + timedelta(seconds=seconds)


def test_processing_is_asked_about_sooner() -> None:
    assert next_query_at(AT, query_count=0, is_unknown=False) < next_query_at(AT, query_count=0, is_unknown=True)


def test_not_found_is_believed_only_when_nothing_can_be_on_its_way() -> None:
    assert may_send_again(AT + IN_FLIGHT, submitted_at=AT)
    assert not may_send_again(AT + IN_FLIGHT - timedelta(microseconds=1), submitted_at=AT)

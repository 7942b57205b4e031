"""The window of a listing: its beginning belongs to it, its end does not."""

from datetime import datetime, timedelta

import pytest

from benefits.rules.catalogue import listing_at
from tests.factories import NOW

MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("begins", "ends", "lies"),
    [
        (None, None, "now"),
        (NOW, None, "now"),
        (NOW + MOMENT, None, "later"),
        (None, NOW + MOMENT, "now"),
        (None, NOW, "over"),
        (NOW + MOMENT, NOW + 2 * MOMENT, "later"),
    ],
)
def test_listing_lies_from_its_beginning_until_before_its_end(begins: datetime | None, ends: datetime | None, lies: str) -> None:
    assert listing_at(NOW, listed_from=begins, listed_until=ends) == lies

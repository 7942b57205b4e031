"""Moments from the database: the same as Django's own reading of them."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, connection
from django.db.backends.postgresql.psycopg_any import register_tzloader

pytestmark = pytest.mark.django_db

MOMENTS = [
    "2026-11-22 18:22:43.123456+00",
    "2026-11-22 18:22:43.1+00",
    "2026-11-22 18:22:43+00",
    "2026-03-29 01:30:00+02",
    "1900-01-01 00:00:00+08:05:43",
    "0001-01-01 00:00:00+00",
    "9999-12-31 23:59:59.999999+00",
]


def _read(moment: str, *, as_django: bool = False, zone: str = "UTC") -> datetime:
    with connection.cursor() as cursor:
        if as_django:
            register_tzloader(UTC, cursor.cursor)
        cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
        cursor.execute("SELECT %s::timestamptz", [moment])
        found: datetime = cursor.fetchone()[0]
        return found


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_what_django_reads(moment: str) -> None:
    assert (_read(moment), _read(moment).tzinfo) == (_read(moment, as_django=True), UTC)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/St_Johns", "Asia/Kathmandu"])
def test_a_statement_in_another_zone_gives_the_same_moment(zone: str) -> None:
    assert _read(MOMENTS[0], zone=zone) == _read(MOMENTS[0])


@pytest.mark.parametrize("moment", ["infinity", "0099-01-01 00:00:00+00 BC"])
def test_what_python_has_no_moment_for_is_refused(moment: str) -> None:
    with pytest.raises(DataError):
        _read(moment)

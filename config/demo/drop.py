"""Dropping everything that the demo, or anyone trying it, has made."""

from django.apps import apps
from django.db import connection, transaction

from common.scope import OWNER, within

_HOUSES = ("common", "supply", "members", "benefits", "redemption", "analytics", "mfa", "account", "axes", "sessions")


def drop_demo() -> None:
    """Empty every table of the platform. Schedules and the schema itself stay."""
    tables = [m._meta.db_table for house in _HOUSES for m in apps.get_app_config(house).get_models(include_auto_created=True)]
    with within(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"TRUNCATE {', '.join(connection.ops.quote_name(table) for table in tables)} RESTART IDENTITY CASCADE")

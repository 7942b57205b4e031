"""Dropping everything that the demo, or anyone trying it, has made."""

from importlib import import_module

from django.apps import apps
from django.db import connection, transaction

from common.scope import OWNER, within
from common.sealed.models import RootKey

_HOUSES = ("common", "supply", "members", "benefits", "redemption", "analytics", "mfa", "account", "axes", "sessions")


def drop_demo() -> None:
    """
    Empty every table of the platform, but for what ``migrate`` put there: the schema and its schedules stay, and so does the root
    key, which running processes go on sealing with; the rules of risk are as they were at first.
    """
    models = [m for house in _HOUSES for m in apps.get_app_config(house).get_models(include_auto_created=True) if m is not RootKey]
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with within(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        import_module("redemption.migrations.0006_risk_check").first_rules(apps, None)

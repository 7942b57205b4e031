"""What analytics looks at that migrations have made."""

from importlib import import_module

import pytest
from django.apps import apps


@pytest.fixture
def schedule(db: None) -> None:
    """The periodic tasks as migrations make them: a test that commits takes them away with all else that stands in tables."""
    for migration in ("common.migrations.0004_beat", "analytics.migrations.0005_a_daily_look"):
        import_module(migration).schedule(apps, None)

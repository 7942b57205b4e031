"""The app of what every house stands on."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = _("Platform")

    def ready(self) -> None:
        post_migrate.connect(_make_permissions, dispatch_uid="common.console.permissions")
        # Sent for this app after all apps have migrated.
        post_migrate.connect(_guard_database, sender=self, dispatch_uid="common.scope.guards")


def _make_permissions(**kwargs: Any) -> None:
    """Workers never need the consoles: they are loaded when a migration has run, not at every start."""
    from common.console.acts.permissions import make_permissions  # noqa: PLC0415

    make_permissions(**kwargs)


def _guard_database(**kwargs: Any) -> None:
    from common.scope.guards.apply import guard_database  # noqa: PLC0415  # The houses' declarations need their apps.

    guard_database(**kwargs)

"""The project as an app, for its commands; and Django's admin without its own discovery."""

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class QuanyiConfig(AppConfig):
    """Carries the commands and the checks that need every house."""

    name = "config"
    default = True

    def ready(self) -> None:
        # Here and not above: models can't be imported before the houses are there.
        from config import checks  # noqa: F401, PLC0415


class ConsoleConfig(SimpleAdminConfig):
    """Django's admin without its own autodiscovery: ``config.urls`` asks for it once both consoles exist."""

    default = False


class UsedStaticFilesConfig(StaticFilesConfig):
    """Static files without those that no page of ours asks for: they cost half a minute of compression at the first start."""

    default = False
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc", "rest_framework", "swagger-ui-es-bundle*", "*.LICENSE.txt"]

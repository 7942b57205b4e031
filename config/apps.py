"""The project as an app, for its commands; and Django's admin without its own discovery."""

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class QuanyiConfig(AppConfig):
    """Carries the commands that need every house: the demo's data."""

    name = "config"
    default = True


class ConsoleConfig(SimpleAdminConfig):
    """Django's admin without its own autodiscovery: ``config.urls`` asks for it once both consoles exist."""

    default = False

"""The console takes Django's admin by its site classes alone; each house registers itself."""

from django.contrib.admin.apps import SimpleAdminConfig


class ConsoleConfig(SimpleAdminConfig):
    """Django's admin without its own autodiscovery: ``config.urls`` asks for it once both consoles exist."""

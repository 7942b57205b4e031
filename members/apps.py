"""The house of members: enterprises, people, how they sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        from members import staff_signals, tasks  # noqa: F401, PLC0415  # Its steps and sweeps are known in every process.

"""The house of supply: suppliers, products, purchase orders, the code vault, top-ups."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupplyConfig(AppConfig):
    name = "supply"
    verbose_name = _("Supply")

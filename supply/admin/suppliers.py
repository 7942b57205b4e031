"""Suppliers, and the keys with which their requests are signed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.console import ReadOnlyAdmin, columns, ops_site
from common.console.search import contains, exact
from supply.models import Supplier


@admin.register(Supplier, site=ops_site)
class SupplierAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", columns.state(), "contract_ends_on", "contact")
    list_filter = ("state", "kind")
    search_fields = (contains("name", _("name")), exact("slug", _("slug")))
    creatable = ("slug", "connector")
    editable = ("name", "kind", "contract_starts_on", "contract_ends_on", "settlement_terms", "contact", "base_url")
    fieldsets = (
        (None, {"fields": (("name", "slug"), ("kind", columns.state()), "contact")}),
        (_("Contract"), {"fields": (("contract_starts_on", "contract_ends_on"), "settlement_terms")}),
        (_("Connection"), {"fields": (("connector", "base_url"),)}),
    )

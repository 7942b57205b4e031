"""What suppliers ask, now and before."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from common.console import ReadOnlyAdmin, ReadOnlyInline, columns, ops_site
from common.console.forms import ConsoleModelForm
from common.console.search import exact
from supply.models import Offer, OfferPrice


class OfferForm(ConsoleModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cost, most = cleaned.get("cost_minor"), cleaned.get("max_cost_minor")
        if cost is not None and most is not None and most < cost:
            self.add_error("max_cost_minor", _("Nothing could be bought: the highest cost accepted is below the cost."))
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The offer can't end before it starts."))
        return cleaned


class PriceInline(ReadOnlyInline):
    model = OfferPrice
    fields = ("at", columns.money("cost_minor", _("cost")), "actor")


@admin.register(Offer, site=ops_site)
class OfferAdmin(ReadOnlyAdmin):
    form = OfferForm
    list_display = ("supplier_sku", "product", "supplier", columns.money("cost_minor", _("cost")), "priority", "is_active", "ends_on")
    list_filter = (("product", AutocompleteSelectFilter), ("supplier", AutocompleteSelectFilter), "is_active")
    list_select_related = ("product", "supplier")
    search_fields = (exact("supplier_sku", _("supplier's SKU")), exact("product__sku", _("SKU")), exact("supplier__slug", _("supplier")))
    creatable = ("supplier", "product", "currency")
    editable = (
        "supplier_sku",
        "cost_minor",
        "max_cost_minor",
        "minimum_quantity",
        "delivery_seconds",
        "regions",
        "priority",
        "is_active",
        "starts_on",
        "ends_on",
    )
    fieldsets = (
        (None, {"fields": (("supplier", "product"), ("supplier_sku", "is_active"), ("starts_on", "ends_on"))}),
        (_("Price"), {"fields": (("cost_minor", "currency"), ("max_cost_minor", "minimum_quantity"))}),
        (_("Choice of source"), {"fields": (("priority", "delivery_seconds"), "regions")}),
    )
    inlines = (PriceInline,)

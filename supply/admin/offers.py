"""What suppliers ask, now and before."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from common import clock
from common.console import ReadOnlyAdmin, ReadOnlyInline, columns, ops_site
from common.console.exchange import ExchangeAdmin
from common.console.forms import ConsoleModelForm
from common.console.search import exact
from supply.models import Offer, OfferPrice
from supply.queries.offers import why_offer_rests
from supply.resources import OfferResource
from supply.rules.catalogue import faults_of_offer


class OfferForm(ConsoleModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = {name: cleaned.get(name) for name in ("cost_minor", "max_cost_minor", "starts_on", "ends_on")}
        self.add_faults(faults_of_offer(**said))
        return cleaned


class PriceInline(ReadOnlyInline):
    model = OfferPrice
    fields = ("at", columns.money("cost_minor", _("cost")), "actor")


@admin.register(Offer, site=ops_site)
class OfferAdmin(ExchangeAdmin, ReadOnlyAdmin):
    resource = OfferResource
    form = OfferForm
    list_display = ("supplier_sku", "product", "supplier", columns.money("cost_minor", _("cost")), "priority", "now", "ends_on")
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
        (_("Its stock"), {"fields": (("upstream_stock", "upstream_seen_at"),)}),
    )
    inlines = (PriceInline,)

    @admin.display(description=pgettext_lazy("offer", "now"))
    def now(self, offer: Offer) -> str:
        return str(why_offer_rests(offer, at=clock.now()) or pgettext("offer", "live"))

"""Brands, categories and products."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.widgets import UnfoldAdminColorInputWidget

from common import clock
from common.console import ReadOnlyAdmin, ReadOnlyInline, columns, ops_site
from common.console.exchange import ExchangeAdmin
from common.console.forms import ConsoleModelForm
from common.console.search import contains, prefix
from supply.models import Brand, Category, Product, StockAlert
from supply.queries.levels import open_alert, stock_levels
from supply.queries.offers import sources_of
from supply.resources import ProductResource
from supply.rules.catalogue import faults_of_product


class BrandForm(ConsoleModelForm):
    class Meta:
        widgets = {"color": UnfoldAdminColorInputWidget}

    def clean_color(self) -> str:
        color: str = self.cleaned_data["color"]
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
            raise forms.ValidationError(_("Write the colour as #2f6f5e."))
        return color.lower()


@admin.register(Brand, site=ops_site)
class BrandAdmin(ReadOnlyAdmin):
    form = BrandForm
    list_display = ("name", "name_en", "slug")
    search_fields = (contains("name", _("name")), contains("name_en", _("name in English")), prefix("slug", _("slug")))
    ordering = ("name",)
    creatable = ("slug",)
    editable = ("name", "name_en", "color")
    fieldsets = ((None, {"fields": (("name", "name_en"), ("slug", "color"))}),)


@admin.register(Category, site=ops_site)
class CategoryAdmin(ReadOnlyAdmin):
    list_display = ("name", "name_en", "slug")
    search_fields = (contains("name", _("name")), prefix("slug", _("slug")))
    ordering = ("name",)
    creatable = ("slug",)
    editable = ("name", "name_en")
    fieldsets = ((None, {"fields": (("name", "name_en"), "slug")}),)


class ProductForm(ConsoleModelForm):
    """A product that can be bought and checked as it is described."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = {name: cleaned.get(name, getattr(self.instance, name)) for name in ("kind", "account_kind", "code_pattern")}
        self.add_faults(faults_of_product(**said))
        return cleaned


class LowFilter(DropdownFilter):
    title = _("stock")
    parameter_name = "low"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("below its reorder level"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> QuerySet[Product]:
        return queryset.filter(stock_alerts__cleared_at=None, stock_alerts__isnull=False) if self.value() else queryset


class AlertInline(ReadOnlyInline):
    """When stock fell below the reorder level, and when it was back."""

    model = StockAlert
    fields = ("raised_at", "level", "on_hand", "upstream", "cleared_at")
    ordering = ("-raised_at",)


@admin.register(Product, site=ops_site)
class ProductAdmin(ExchangeAdmin, ReadOnlyAdmin):
    resource = ProductResource
    form = ProductForm
    list_display = ("name", "sku", "kind", "brand", columns.money("face_value_minor", _("face value")))
    list_filter = ("kind", "brand", "category", LowFilter)
    list_select_related = ("brand",)
    search_fields = (prefix("sku", _("SKU")), contains("name", _("name")))
    ordering = ("sku",)
    creatable = ("sku", "kind", "currency")
    editable = (
        "name",
        "brand",
        "category",
        "face_value_minor",
        "account_kind",
        "code_pattern",
        "is_case_sensitive",
        "minimum_days_left",
        "reorder_level",
    )
    fieldsets = (
        (None, {"fields": (("name", "sku"), ("kind", "account_kind"), ("brand", "category"), ("face_value_minor", "currency"))}),
        (_("Codes"), {"fields": ("code_pattern", ("is_case_sensitive", "minimum_days_left"))}),
        (_("Stock"), {"fields": ("reorder_level",)}),
    )
    inlines = (AlertInline,)
    change_form_outer_before_template = "console/supply/product.html"

    def page_context(self, request: HttpRequest, obj: Product) -> dict[str, Any]:
        return {
            "sources": sources_of(obj.pk, at=clock.now()) if self.admin_site.may_open(request, "supply.offer") else None,
            "level": next(iter(stock_levels(at=clock.now(), product_id=obj.pk)), None),
            "alert": open_alert(obj.pk),
        }

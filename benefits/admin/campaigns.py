"""Campaigns: named occasions of an enterprise."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from benefits.models import Campaign
from common.console import ReadOnlyAdmin, ops_site
from common.console.forms import ConsoleModelForm
from common.console.search import by_id, contains


class CampaignForm(ConsoleModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The campaign can't end before it starts."))
        return cleaned


@admin.register(Campaign, site=ops_site)
class CampaignAdmin(ReadOnlyAdmin):
    form = CampaignForm
    list_display = ("name", "enterprise", "starts_at", "ends_at")
    list_filter = (("enterprise", AutocompleteSelectFilter),)
    list_select_related = ("enterprise",)
    search_fields = (contains("name", _("name")), by_id())
    creatable = ("enterprise",)
    editable = ("name", "starts_at", "ends_at")
    fieldsets = ((None, {"fields": (("name", "enterprise"), ("starts_at", "ends_at"))}),)

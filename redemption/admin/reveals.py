"""Reveals: when which code was shown to whom. Never the code."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.console import ReadOnlyAdmin, ops_site
from common.console.search import by_id
from redemption.models import Reveal


@admin.register(Reveal, site=ops_site)
class RevealAdmin(ReadOnlyAdmin):
    list_display = ("at", "redemption", "code", "channel", "actor", "address", "device")
    list_filter = ("channel",)
    list_select_related = ("redemption", "code")
    search_fields = (by_id("redemption_id", _("redemption id")), by_id("code_id", _("code id")), by_id())
    fieldsets = ((None, {"fields": (("redemption", "code"), ("at", "channel"), ("actor", "address"), "device")}),)

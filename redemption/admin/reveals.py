"""Reveals: when which code was shown to whom. Never the code."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from common.console import ReadOnlyAdmin, ops_site
from common.console.search import by_id
from redemption.admin.shown import channel_shown, person_shown
from redemption.models import Reveal
from redemption.states import Channel


class ChannelFilter(DropdownFilter):
    title = _("channel")
    parameter_name = "channel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(channel.value, str(channel.label)) for channel in Channel]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Reveal]) -> QuerySet[Reveal]:
        return queryset.filter(channel=self.value()) if self.value() else queryset


@admin.register(Reveal, site=ops_site)
class RevealAdmin(ReadOnlyAdmin):
    list_display = ("at", "redemption", "code", "channel_shown", "shown_to", "address", "device")
    list_filter = (ChannelFilter,)
    list_select_related = ("redemption__member", "code")
    search_fields = (by_id("redemption_id", _("redemption id")), by_id("code_id", _("code id")), by_id())
    fieldsets = ((None, {"fields": (("redemption", "code"), ("at", "channel_shown"), ("shown_to", "address"), "device")}),)

    channel_shown = channel_shown

    @admin.display(description=_("shown to"))
    def shown_to(self, reveal: Reveal) -> SafeString:
        return person_shown(reveal.actor, reveal.redemption.member)

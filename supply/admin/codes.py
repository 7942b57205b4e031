"""Codes: their states and owners, never their plaintext."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from common.console import Act, Figure, ReadOnlyAdmin, columns, ops_site
from common.console.search import by_id
from supply.models import Code
from supply.operations import void_code
from supply.states import CodeState


def _what_voiding_does(code: Any) -> list[Figure]:
    return [Figure(_("Code"), str(code)), Figure(_("Lot"), code.lot), Figure(_("State now"), code.get_state_display())]


@admin.register(Code, site=ops_site)
class CodeAdmin(ReadOnlyAdmin):
    change_form_outer_before_template = "console/supply/code.html"
    list_display = ("__str__", "product", "lot", columns.state(), "expires_on", "issued_at", "revealed_at")
    list_filter = (("lot", AutocompleteSelectFilter), ("product", AutocompleteSelectFilter), "state")
    list_select_related = ("product", "lot")
    search_fields = (by_id(), by_id("purpose_id", _("redemption id")))
    fieldsets = (
        (None, {"fields": (("__str__", columns.state()), ("product", "lot"), ("line_number", "expires_on"))}),
        (
            _("Owner"),
            {
                "fields": (
                    (
                        columns.link("purpose_id", "redemption.Redemption", _("redemption")),
                        columns.link("member_id", "members.Member", _("member")),
                    ),
                    (columns.link("enterprise_id", "members.Enterprise", _("enterprise")), "issued_at"),
                    ("revealed_at", "used_at"),
                    "voided_at",
                )
            },
        ),
    )
    acts = (
        Act(
            "void",
            label=_("Void"),
            run=void_code,
            permission="supply.void_code",
            on="rows",
            when=lambda code: code.state == CodeState.AVAILABLE,
            preview=_what_voiding_does,
            confirm=_("The code is taken out for good. This can't be undone."),
            done=_("The code is void."),
            tone="danger",
            icon="block",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("lot", "product").defer(*Code.SEALED, "lot__wrapped_key")

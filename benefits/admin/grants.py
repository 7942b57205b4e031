"""Grants: one member's right to one benefit, from the batch that made it to what became of it."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from benefits.models import Grant
from benefits.operations import revoke_grant
from benefits.states import GrantState
from common.console import Act, Figure, ReadOnlyAdmin, columns, ops_site
from common.console.search import by_id, prefix
from common.money import format_minor


def _what_goes_back(grant: Any) -> list[Figure]:
    return [
        Figure(_("Grant"), grant.serial),
        Figure(_("Benefit"), grant.benefit),
        Figure(_("Goes back to the budget"), format_minor(grant.committed, grant.budget.unit)),
    ]


@admin.register(Grant, site=ops_site)
class GrantAdmin(ReadOnlyAdmin):
    list_display = ("serial", "member", "enterprise", "benefit", columns.state(), "quantity", "claimed_at", "activated_at", "used_at")
    list_filter = (
        ("enterprise", AutocompleteSelectFilter),
        ("benefit", AutocompleteSelectFilter),
        "state",
        ("batch", AutocompleteSelectFilter),
        ("member", AutocompleteSelectFilter),
        ("budget", AutocompleteSelectFilter),
    )
    list_select_related = ("member", "enterprise", "benefit")
    search_fields = (prefix("serial", _("serial"), upper=True), by_id(), by_id("member_id", _("member id")))
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("serial", columns.state()),
                    ("member", "enterprise"),
                    ("benefit", "terms"),
                    ("quantity", columns.money("committed", _("committed"), currency="budget__unit")),
                    ("batch", "budget"),
                    ("why", "note"),
                    "reference",
                )
            },
        ),
        (
            _("Times"),
            {
                "fields": (
                    ("claimable_from", "claimable_until"),
                    ("created_at", "claimed_at"),
                    ("fulfilled_at", "activated_at"),
                    ("used_at", "used_said_by"),
                    ("expired_at", "revoked_at"),
                    "settled_at",
                )
            },
        ),
    )
    change_form_outer_before_template = "console/benefits/grant.html"
    acts = (
        Act(
            "revoke",
            label=_("Take back"),
            run=revoke_grant,
            permission="benefits.revoke_grant",
            on="rows",
            when=lambda grant: grant.state in (GrantState.SCHEDULED, GrantState.CLAIMABLE),
            preview=_what_goes_back,
            confirm=_("The member can no longer claim it."),
            done=_("The grant is taken back."),
            tone="danger",
            icon="undo",
        ),
    )

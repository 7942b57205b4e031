"""Top-ups, the calls made for them, and what suppliers told us unasked."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from common.console import Act, ActForm, Figure, ReadOnlyAdmin, ReadOnlyInline, columns, ops_site
from common.console.search import exact
from common.money import format_minor
from supply.admin.searching import TOPUPS
from supply.models import Attempt, Callback, LostOrder, TopUp
from supply.operations import query_topup_now, settle_topup_by_hand
from supply.queries.findings import finding_in_words, objection_in_words
from supply.queries.sources import source_in_words
from supply.queries.topups import risk_of
from supply.states import TopUpState

_OPEN = (TopUpState.UNKNOWN, TopUpState.PROCESSING)
_CLAIMED = columns.words("claimed_status", _("status it claims"))


class SettleForm(ActForm):
    """What the supplier's people said."""

    succeeded = forms.TypedChoiceField(
        label=_("The supplier confirmed that"),
        choices=[("", "—"), ("yes", _("the account was charged")), ("no", _("nothing was charged, and nothing will be"))],
        coerce=lambda text: text == "yes",
        help_text=_("Say below who confirmed it and how. “Nothing” lets the member try again."),
    )


def _stakes(topup: Any) -> list[Figure]:
    return [
        Figure(_("Account"), topup.account_masked),
        Figure(_("Supplier"), topup.supplier),
        Figure(_("At risk"), format_minor(risk_of(topup), topup.currency), tone="orange"),
        Figure(_("Asked so far"), topup.query_count),
    ]


@display(description=_("detail"), empty_value="—")
def _finding(attempt: Attempt) -> str | None:
    return finding_in_words(attempt.detail) or None


@display(description=_("reason"), empty_value="—")
def _objection(callback: Callback) -> str | None:
    return objection_in_words(callback.reason) or None


class AttemptInline(ReadOnlyInline):
    model = Attempt
    hide_title = True  # Its kind, which is the first column.
    fields = ("kind", "started_at", "ended_at", columns.words("outcome", _("outcome")), _finding)


class CallbackInline(ReadOnlyInline):
    model = Callback
    hide_title = True  # Its event, which is the first column.
    fields = ("event_id", columns.state(), _CLAIMED, _objection, "seen_count", "received_at")


@admin.register(TopUp, site=ops_site)
class TopUpAdmin(ReadOnlyAdmin):
    list_display = (
        "reference",
        "product",
        "supplier",
        "account_masked",
        columns.state(),
        columns.money("cost_minor", _("cost")),
        "created_at",
        "next_query_at",
    )
    list_filter = (("supplier", AutocompleteSelectFilter), "state", ("product", AutocompleteSelectFilter))
    list_select_related = ("product", "supplier")
    search_fields = TOPUPS
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("reference", columns.state()),
                    ("product", "quantity"),
                    ("account_masked", columns.link("member_id", "members.Member", _("member"))),
                    (
                        columns.link("purpose_id", "redemption.Redemption", _("redemption")),
                        columns.link("enterprise_id", "members.Enterprise", _("enterprise")),
                    ),
                )
            },
        ),
        (
            _("Source"),
            {
                "fields": (
                    ("supplier", "offer"),
                    "supplier_order_id",
                    "why_source",
                    (columns.money("max_cost_minor", _("highest cost accepted")), columns.money("cost_minor", _("cost"))),
                )
            },
        ),
        (
            _("Course"),
            {
                "fields": (
                    ("created_at", "submitted_at"),
                    ("finished_at", "why_failed"),
                    ("unknown_since", "escalated_at"),
                    ("next_query_at", "query_count"),
                )
            },
        ),
    )
    inlines = (AttemptInline, CallbackInline)

    @display(description=_("why this source"), empty_value="—")
    def why_source(self, topup: TopUp) -> str | None:
        return source_in_words(topup.source_reason, topup.source_facts) or None

    @display(description=_("failure"), empty_value="—")
    def why_failed(self, topup: TopUp) -> str | None:
        return finding_in_words(topup.failure) or None

    acts = (
        Act(
            "query",
            label=_("Ask the supplier now"),
            run=query_topup_now,
            permission="supply.query_topup",
            on="rows",
            when=lambda topup: topup.state in _OPEN,
            preview=_stakes,
            reason=False,
            done=_("The supplier is being asked."),
            tone="primary",
            icon="sync",
        ),
        Act(
            "settle",
            label=_("Settle by hand"),
            run=settle_topup_by_hand,
            permission="supply.settle_topup",
            form=SettleForm,
            when=lambda topup: topup.state in _OPEN,
            preview=_stakes,
            confirm=_("Only with the supplier's word: what is settled here is final."),
            done=_("The top-up is settled."),
            tone="danger",
            icon="gavel",
        ),
    )


@admin.register(Callback, site=ops_site)
class CallbackAdmin(ReadOnlyAdmin):
    list_display = ("event_id", "supplier", "topup", columns.state(), _CLAIMED, "seen_count", "received_at")
    list_filter = (("supplier", AutocompleteSelectFilter), "state")
    list_select_related = ("supplier", "topup")
    search_fields = (exact("event_id", _("event")), exact("topup__reference", _("reference")))
    scope_path = "topup__enterprise_id"
    fieldsets = (
        (
            None,
            {"fields": (("event_id", columns.state()), ("supplier", "topup"), (_CLAIMED, _objection), ("received_at", "seen_count"))},
        ),
    )


@admin.register(LostOrder, site=ops_site)
class LostOrderAdmin(ReadOnlyAdmin):
    list_display = ("reference", "supplier", "finding", columns.money("cost_minor", _("cost")), "sent_at", "found_at")
    list_filter = (("supplier", AutocompleteSelectFilter), "finding")
    list_select_related = ("supplier",)
    search_fields = (exact("reference", _("reference")),)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("reference", "finding"),
                    ("supplier", "supplier_order_id"),
                    (columns.link("grant_id", "benefits.Grant", _("grant")), columns.money("cost_minor", _("cost"))),
                    ("sent_at", "found_at"),
                )
            },
        ),
    )

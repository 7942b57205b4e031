"""Redemptions: one claimed item and its fulfilment; making good what went wrong."""

from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from common.console import Act, Figure, ReadOnlyAdmin, ReadOnlyInline, columns, go_to, ops_site, show_once
from common.console.search import by_id, exact
from redemption.admin.shown import channel_shown, person_shown
from redemption.models import Redemption, Reveal, Use
from redemption.operations import mark_use, reissue, reverse_redemption, show_code_to_staff, undo_use
from redemption.rules.using import USABLE
from redemption.states import RedemptionState


def _can_be_made_good(redemption: Any) -> bool:
    is_bad_code = redemption.state == RedemptionState.FULFILLED and redemption.code_id is not None
    return is_bad_code or redemption.state == RedemptionState.FAILED


def _can_be_used(redemption: Any) -> bool:
    return redemption.state == RedemptionState.FULFILLED and redemption.kind in USABLE and redemption.used_count < redemption.uses


def _can_be_taken_back(redemption: Any) -> bool:
    return redemption.state == RedemptionState.FULFILLED and redemption.topup_id is None


def _item(redemption: Any) -> list[Figure]:
    return [
        Figure(_("Benefit"), redemption.benefit),
        Figure(_("Member"), redemption.member),
        Figure(_("State now"), redemption.get_state_display()),
        Figure(_("Shown"), redemption.reveals.count(), tone="orange" if redemption.reveals.exists() else ""),
    ]


class RevealInline(ReadOnlyInline):
    model = Reveal
    fields = ("at", "channel_shown", "shown_to", "address", "device")
    channel_shown = channel_shown

    @admin.display(description=_("shown to"))
    def shown_to(self, reveal: Reveal) -> SafeString:
        return person_shown(reveal.actor, reveal.redemption.member)


class UseInline(ReadOnlyInline):
    """What was marked as used, and by whom; never a proof, always a word."""

    model = Use
    fields = ("number", "said_by", "at", "reason", "undone_at")


@admin.register(Redemption, site=ops_site)
class RedemptionAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "grant", "member", "enterprise", "benefit", columns.state(), "failure", "fulfilled_at")
    list_filter = (
        "state",
        ("enterprise", AutocompleteSelectFilter),
        ("benefit", AutocompleteSelectFilter),
        ("member", AutocompleteSelectFilter),
    )
    list_select_related = ("grant", "member", "enterprise", "benefit")
    search_fields = (
        exact("grant__serial", _("serial")),
        exact("serial", _("coupon code")),
        by_id(),
        by_id("code_id", _("code id")),
        by_id("topup_id", _("top-up id")),
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("grant", columns.state()),
                    ("member", "enterprise"),
                    ("benefit", "quantity"),
                    ("code", "topup"),
                    ("account_masked", "failure"),
                    ("seat_no", "is_shared"),
                    ("uses", "used_count"),
                    ("item_no", "replaces"),
                )
            },
        ),
        (
            _("Times"),
            {
                "fields": (
                    ("created_at", "confirm_by"),
                    ("fulfilled_at", "failed_at"),
                    ("usable_until", "used_at"),
                    ("warned_at", "reversed_at"),
                )
            },
        ),
    )
    inlines = (RevealInline, UseInline)
    acts = (
        Act(
            "show",
            label=_("Show the code"),
            run=show_code_to_staff,
            permission="redemption.show_code",
            when=lambda redemption: redemption.state == RedemptionState.FULFILLED and redemption.code_id is not None,
            preview=_item,
            about=lambda redemption, _typed: f"{redemption.benefit} · {redemption.grant}",
            confirm=_("A second person must agree, and you need a personal limit for it. The showing is recorded with your name."),
            then=show_once(title=_("The code"), sentence=_("Read it to nobody but its owner. It is shown this one time.")),
            tone="danger",
            icon="visibility",
        ),
        Act(
            "reissue",
            label=_("Make good"),
            run=reissue,
            permission="redemption.reissue",
            when=_can_be_made_good,
            preview=_item,
            confirm=_("A bad code is voided, charged to its supplier and replaced; a failed delivery is done again."),
            then=go_to("redemption_redemption_change"),
            tone="primary",
            icon="autorenew",
        ),
        Act(
            "use",
            label=_("Mark as used"),
            run=mark_use,
            permission="redemption.mark_use",
            when=_can_be_used,
            preview=_item,
            confirm=_("For the member, who told you so: they read that it was marked for them."),
            done=_("It is marked as used."),
            icon="done_all",
        ),
        Act(
            "unuse",
            label=_("Not used after all"),
            run=undo_use,
            permission="redemption.undo_use",
            when=lambda redemption: redemption.state == RedemptionState.FULFILLED and redemption.used_count > 0,
            preview=_item,
            confirm=_("Its last use is taken back."),
            done=_("The use is taken back."),
            icon="remove_done",
        ),
        Act(
            "reverse",
            label=pgettext_lazy("delivery", "Take back"),
            run=reverse_redemption,
            permission="redemption.reverse_redemption",
            when=_can_be_taken_back,
            preview=_item,
            confirm=_("A code is voided, a seat is free again, and the value goes back to the budget."),
            done=_("The delivery is taken back."),
            tone="danger",
            icon="undo",
        ),
    )

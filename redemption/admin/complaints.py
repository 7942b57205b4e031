"""Complaints: members who say that their code doesn't work, and what operators answer. Never the code."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from common.console import Act, Figure, ReadOnlyAdmin, go_to, ops_site
from common.console.panels import Panel, add_panel
from common.console.scope import enterprises_of
from common.console.search import by_id, prefix
from common.console.tones import chip
from common.console.words import actor_in_words
from redemption.models import Complaint
from redemption.operations import confirm_complaint, reissue, reject_complaint
from redemption.queries.complaints import complaints_of_lot
from redemption.states import ComplaintState, RedemptionState

_TONES = {ComplaintState.OPEN: "orange", ComplaintState.CONFIRMED: "red"}


@display(description=_("state"))
def _state(complaint: Complaint) -> SafeString:
    return chip(complaint.get_state_display(), _TONES.get(ComplaintState(complaint.state), ""))


@display(description=_("supplier"))
def _supplier(complaint: Complaint) -> str:
    return str(complaint.lot.order_line.order.supplier)


@display(description=_("decided by"), empty_value="—")
def _decided_by(complaint: Complaint) -> str | None:
    return actor_in_words(complaint.decided_by) if complaint.decided_by else None


def _about(complaint: Any) -> list[Figure]:
    return [
        Figure(_("What is wrong"), complaint.get_reason_display()),
        Figure(_("Lot"), complaint.lot),
        Figure(_("Supplier"), _supplier(complaint)),
        Figure(_("Member"), complaint.member),
    ]


def _can_be_replaced(complaint: Any) -> bool:
    return complaint.redemption.state == RedemptionState.FULFILLED


@admin.register(Complaint, site=ops_site)
class ComplaintAdmin(ReadOnlyAdmin):
    list_display = ("created_at", _state, "reason", "note", "lot", _supplier, "member", "enterprise")
    list_filter = (
        "state",
        "reason",
        ("lot", AutocompleteSelectFilter),
        ("lot__order_line__order__supplier", AutocompleteSelectFilter),
        ("enterprise", AutocompleteSelectFilter),
    )
    list_select_related = ("lot", "lot__order_line__order__supplier", "member", "enterprise")
    search_fields = (
        prefix("lot__number", _("lot"), upper=True),
        by_id("redemption_id", _("redemption id")),
        by_id("member_id", _("member id")),
        by_id(),
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    (_state, "reason"),
                    "note",
                    ("lot", _supplier),
                    ("member", "enterprise"),
                    ("redemption", "created_at"),
                )
            },
        ),
        (_("Decision"), {"fields": ((_decided_by, "decided_at"), "answer")}),
    )
    acts = (
        Act(
            "reissue",
            label=_("Make good"),
            run=reissue,
            permission="redemption.reissue",
            subject=None,
            given=lambda complaint: {"redemption_id": complaint.redemption_id},
            when=_can_be_replaced,
            preview=_about,
            confirm=_("The complaint is confirmed. The bad code is voided, charged to its supplier and replaced."),
            then=go_to("redemption_redemption_change"),
            tone="primary",
            icon="autorenew",
        ),
        Act(
            "confirm",
            label=_("Confirm"),
            run=confirm_complaint,
            permission="redemption.confirm_complaint",
            when=lambda complaint: complaint.state != ComplaintState.CONFIRMED,
            preview=_about,
            confirm=_("The member reads that their code is bad and will be made good: do that once there is another code."),
            done=_("The complaint is confirmed."),
            icon="task_alt",
        ),
        Act(
            "reject",
            label=_("Reject"),
            run=reject_complaint,
            permission="redemption.reject_complaint",
            when=lambda complaint: complaint.state == ComplaintState.OPEN,
            preview=_about,
            confirm=_("The member reads the reason as you write it. The complaint no longer counts against the lot."),
            done=_("The complaint is rejected."),
            tone="danger",
            icon="thumb_down",
        ),
    )


@add_panel("supply.lot")
def complaints_about_lot(request: HttpRequest, lot_id: UUID) -> Panel | None:
    """How many complain about a lot. The figures are of all enterprises: whoever is limited to some is shown none."""
    if enterprises_of(request) is not None or not ops_site.may(request, "redemption.view_complaint"):
        return None
    return Panel("console/redemption/lot_complaints.html", {"complaints": complaints_of_lot(lot_id), "lot_id": lot_id})

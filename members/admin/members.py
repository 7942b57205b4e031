"""Members: found by what a person has in hand, shown with what they hold. Phones and mails are masked."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from common import clock
from common.console import Act, Figure, ReadOnlyAdmin, columns, ops_site
from common.console.search import Look, by_email, by_id, by_phone, exact
from common.refusals import Refused
from members.models import Member
from members.operations import mark_left, rejoin
from members.queries import member_page
from members.queries.brands import with_brands
from members.rules.identity import name_of, name_print
from members.states import MemberState


def _by_name(text: str) -> Q | None:
    try:
        return Q(name_print=name_print(name_of(text)))
    except Refused:
        return None


def _who(member: Any) -> list[Figure]:
    return [
        Figure(_("Member"), member),
        Figure(_("Enterprise"), member.enterprise),
        Figure(
            _("Unclaimed grants"),
            pgettext_lazy("policy", "taken back") if member.enterprise.leaver_policy == "revoke" else _("kept until they expire"),
        ),
    ]


@admin.register(Member, site=ops_site)
class MemberAdmin(ReadOnlyAdmin):
    list_display = ("name", "enterprise", "staff_no", "department", columns.state(), "joined_on")
    list_filter = (("enterprise", AutocompleteSelectFilter), "state")
    list_select_related = ("enterprise", "department")
    search_fields = (
        by_phone("identities__fingerprint"),
        by_email("identities__fingerprint"),
        exact("staff_no", _("staff no.")),
        exact("external_id", _("external id")),
        Look(_("whole name"), _by_name),
        by_id(),
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", columns.state()),
                    ("enterprise", "department"),
                    ("staff_no", "external_id"),
                    ("joined_on", "left_at"),
                    ("created_at", "returned_at"),
                    ("region", "language"),
                )
            },
        ),
    )
    change_form_outer_before_template = "console/members/member.html"
    acts = (
        Act(
            "leave",
            label=_("Mark as left"),
            run=mark_left,
            permission="members.mark_left",
            when=lambda member: member.state == MemberState.ACTIVE,
            preview=_who,
            confirm=_("They are signed out everywhere at once."),
            done=_("The member is marked as left."),
            tone="danger",
            icon="person_remove",
        ),
        Act(
            "rejoin",
            label=_("Is back"),
            run=rejoin,
            permission="members.rejoin",
            when=lambda member: member.state == MemberState.LEFT,
            confirm=_("The same person with the same history; they sign in anew."),
            done=_("The member is active again."),
            tone="primary",
            icon="person_add",
        ),
    )

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        page = member_page(obj.pk, at=clock.now())
        return {"page": page, "accounts": with_brands(page.accounts) if page else []}

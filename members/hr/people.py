"""The people of an enterprise: a list with masked phones, and a page for each."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from common import clock
from common.console import Act, TenantAdmin, columns, enterprise_of, hr_site
from common.console.compact_list import CompactList
from common.console.own_page import OwnPage
from common.console.search import exact
from common.console.story import told
from common.feed import TrailEntry, trail_of
from common.sealed import mask_email, mask_phone
from members.hr.department_filter import DepartmentFilter
from members.hr.panels import panels
from members.models import Member
from members.operations import mark_left, rejoin
from members.queries import find_members, member_page
from members.queries.brands import with_brands
from members.states import MemberState

ACTS = (
    Act(
        "mark_left",
        label=gettext_lazy("Mark as left"),
        run=mark_left,
        permission="members.mark_left",
        when=lambda member: member.state == MemberState.ACTIVE,
        confirm=gettext_lazy(
            "They are signed out everywhere at once and can't sign in again. What they have claimed stays theirs; "
            "what they have not is taken back or kept, as your enterprise has agreed."
        ),
        done=gettext_lazy("Marked as left."),
        tone="danger",
        icon="logout",
    ),
    Act(
        "rejoin",
        label=gettext_lazy("Is back"),
        run=rejoin,
        permission="members.rejoin",
        when=lambda member: member.state == MemberState.LEFT,
        confirm=gettext_lazy("The same person with the same history. They sign in anew."),
        done=gettext_lazy("Welcome back."),
        icon="login",
    ),
)


class MemberAdmin(OwnPage, CompactList, TenantAdmin):
    """People come by roster, spreadsheet or API; here they are found, read, and marked as left."""

    list_display = ("name_shown", "department_shown", "phone_shown", "email_shown", columns.state(), "joined_on")
    list_filter = (("state", ChoicesDropdownFilter), DepartmentFilter)
    list_select_related = ("department",)
    list_filter_sheet = True
    search_fields = (exact("staff_no", gettext_lazy("staff no.")),)
    search_help_text = gettext_lazy("Name, phone, email or staff no., in full")  # type: ignore[assignment]  # A text, where the base computes one.
    page_template = "hr/member.html"
    acts = ACTS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        # The name is shown in every place, the phone and mail masked; the birthday never leaves the database for a list.
        return super().get_queryset(request).defer(None).defer("birthday").prefetch_related("identities")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Member], search_term: str) -> tuple[QuerySet[Member], bool]:
        """Exact, because personal data is sealed: nobody can fish for people by half a phone number."""
        text = search_term.strip()
        if not text:
            return queryset, False
        return queryset.filter(pk__in=[line.id for line in find_members(enterprise_of(request), text)]), False

    def page_context(self, request: HttpRequest, obj: Member) -> dict[str, Any]:
        added = panels(request, obj.id)
        lines = told(obj.enterprise_id, trail_of([("member", obj.id)]), _title)
        story = sorted([*lines, *(line for panel in added for line in panel.story)], key=lambda line: line.at, reverse=True)
        page = member_page(obj.id, at=clock.now(), enterprise_id=enterprise_of(request))
        return {
            "page": page,
            "accounts": with_brands(page.accounts) if page else [],
            "panels": added,
            "story": story[:200],
        }

    @display(description=pgettext_lazy("person", "name"))
    def name_shown(self, member: Member) -> SafeString:
        return format_html(
            '<strong class="q-figure">{}</strong> <span class="q-muted q-figure">{}</span>', member.name, member.staff_no or ""
        )

    @display(description=gettext_lazy("department"), empty_value="—")
    def department_shown(self, member: Member) -> str | None:
        return member.department.path if member.department else None

    @display(description=gettext_lazy("phone"), empty_value="—")
    def phone_shown(self, member: Member) -> SafeString | None:
        return _masked(member, "phone")

    @display(description=gettext_lazy("email"), empty_value="—")
    def email_shown(self, member: Member) -> SafeString | None:
        return _masked(member, "email")


def _masked(member: Member, kind: str) -> SafeString | None:
    for identity in member.identities.all():
        if identity.kind == kind:
            return columns.figure(mask_phone(identity.value) if kind == "phone" else mask_email(identity.value))
    return None


def _title(entry: TrailEntry) -> str:
    words = {
        "member.joined": _("Joined"),
        "member.left": _("Left"),
        "member.active": _("Came back"),
    }
    return words.get(entry.kind, "")


hr_site.register(Member, MemberAdmin)

"""Who has what: the list of an enterprise's grants, and the page of each."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from benefits.hr.grant_export import export_grants
from benefits.hr.grant_filters import BenefitFilter, EndsFilter, MembersDepartmentFilter
from benefits.hr.life import life_of_grant
from benefits.models import Grant
from benefits.operations import revoke_grant
from benefits.queries.hr.batches import OPEN
from benefits.queries.hr.uses import used_by_in_words
from benefits.queries.specifics import said_of
from common.console import Act, TenantAdmin, TenantRelatedFilter, columns, enterprise_of, hr_site
from common.console.compact_list import CompactList
from common.console.days_filter import DaysFilter
from common.console.own_page import OwnPage
from common.console.search import exact
from common.templatetags.console import named
from members.queries import find_members


class GrantAdmin(OwnPage, CompactList, TenantAdmin):
    """Grants are read, taken back while nobody has claimed them, and exported; never edited."""

    list_display = (
        "member_shown",
        "department_shown",
        "benefit_shown",
        "serial_shown",
        columns.state(),
        columns.moment("created_at", gettext_lazy("given")),
        columns.moment("claimed_at", gettext_lazy("claimed")),
        columns.moment("activated_at", gettext_lazy("activated")),
        "used_shown",
    )
    list_filter = (
        ("state", ChoicesDropdownFilter),
        BenefitFilter,
        MembersDepartmentFilter,
        ("batch", TenantRelatedFilter),
        EndsFilter,
        ("created_at", DaysFilter),
    )
    list_select_related = ("member__department", "benefit")
    list_filter_sheet = True
    search_fields = (exact("serial", gettext_lazy("serial")),)
    search_help_text = gettext_lazy("Serial, name, phone, email or staff no.")  # type: ignore[assignment]  # A text, where the base computes one.
    page_template = "hr/grant.html"
    acts = (
        Act(
            "revoke",
            label=gettext_lazy("Take back"),
            run=revoke_grant,
            permission="benefits.revoke_grant",
            when=lambda grant: grant.state in OPEN,
            confirm=gettext_lazy(
                "The member has not claimed it. It disappears from their list, and its budget is free again within seconds."
            ),
            done=gettext_lazy("The grant was taken back."),
            tone="danger",
            icon="undo",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Grant]:
        return super().get_queryset(request).defer("member__birthday")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Grant], search_term: str) -> tuple[QuerySet[Grant], bool]:
        """By serial, else by whatever names a person. Both are exact, so that an index answers."""
        text = search_term.strip()
        if not text:
            return queryset, False
        by_serial = queryset.filter(serial=text.upper())
        if by_serial.exists():
            return by_serial, False
        return queryset.filter(member_id__in=[line.id for line in find_members(enterprise_of(request), text)]), False

    def get_urls(self) -> list[URLPattern]:
        export = path("export/", self.admin_site.admin_view(self.export_view), name="benefits_grant_export")
        return [export, *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The rows of the list as it is filtered, as a spreadsheet."""
        return export_grants(request, self.get_changelist_instance(request).queryset)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response: Any = super().changelist_view(request, {"title": _("Who has what"), **(extra_context or {})})
        if getattr(response, "context_data", None) is not None:
            response.context_data["actions_list"] += [self._export_button(request)]
        return response

    def page_context(self, request: HttpRequest, obj: Grant) -> dict[str, Any]:
        return {
            "story": life_of_grant(obj),
            "unit": obj.budget.unit,
            "promises": said_of(obj.benefit.kind, obj.terms.specifics, obj.benefit.currency),
            "used_by": used_by_in_words(obj.used_said_by),
        }

    def _export_button(self, request: HttpRequest) -> dict[str, Any]:
        address = f"{reverse('hr:benefits_grant_export')}?{request.GET.urlencode()}"
        return {"title": _("Export"), "icon": "download", "variant": ActionVariant.DEFAULT, "attrs": {}, "path": address, "dialog": None}

    @display(description=gettext_lazy("member"))
    def member_shown(self, grant: Grant) -> SafeString:
        return format_html(
            '<strong class="q-figure">{}</strong> <span class="q-muted q-figure">{}</span>', grant.member.name, grant.member.staff_no or ""
        )

    @display(description=gettext_lazy("department"), empty_value="—")
    def department_shown(self, grant: Grant) -> str | None:
        return grant.member.department.path if grant.member.department else None

    @display(description=gettext_lazy("used"), empty_value="—")
    def used_shown(self, grant: Grant) -> SafeString | None:
        if grant.used_at is None:
            return None
        used = f"{timezone.localtime(grant.used_at):%Y-%m-%d}"
        return format_html('{} <span class="q-muted">{}</span>', columns.figure(used), used_by_in_words(grant.used_said_by))

    @display(description=gettext_lazy("serial"))
    def serial_shown(self, grant: Grant) -> SafeString:
        return columns.figure(grant.serial)

    @display(description=gettext_lazy("benefit"))
    def benefit_shown(self, grant: Grant) -> str:
        return f"{named(grant.benefit)} ×{grant.quantity}" if grant.quantity > 1 else named(grant.benefit)


hr_site.register(Grant, GrantAdmin)

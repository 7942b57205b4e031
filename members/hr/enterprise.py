"""What an enterprise reads about itself: departments, who may enter, and the keys of its programs."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display

from common.console import TenantAdmin, columns, hr_site
from common.console.compact_list import CompactList
from common.console.search import contains
from members.models import ApiKey, Department, Member, Staff
from members.states import MemberState


class DepartmentAdmin(CompactList, TenantAdmin):
    """The tree as rosters and spreadsheets have named it."""

    list_display = ("path", "cost_center", columns.count("people", _("people")))
    list_display_links = None
    ordering = ("path",)
    search_fields = (contains("path", _("name")),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Department]:
        # Counted for the rows of the page alone: a join would count every member of the enterprise.
        active = Member.objects.filter(department=OuterRef("pk"), state=MemberState.ACTIVE).order_by().values("department")
        people = Coalesce(Subquery(active.annotate(count=Count("id")).values("count")), 0)
        return super().get_queryset(request).annotate(people=people)


class StaffAdmin(CompactList, TenantAdmin):
    """Who may enter this console. The platform lets people in and out."""

    list_display = ("person", "role", columns.moment("user__last_login", _("signed in last")))
    list_display_links = None
    list_select_related = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Staff]:
        return super().get_queryset(request).select_related("user").defer("user__password")

    @display(description=pgettext_lazy("person", "name"))
    def person(self, staff: Staff) -> str:
        return staff.user.get_full_name() or staff.user.get_username()


class ApiKeyAdmin(CompactList, TenantAdmin):
    """Keys are made and revoked by the platform, and shown once; here is which exist, and whether they are used."""

    list_display = (
        "label",
        "prefix",
        columns.moment("created_at", _("made")),
        columns.moment("last_used_at", _("used last")),
        columns.moment("revoked_at", _("revoked")),
    )
    list_display_links = None


hr_site.register(Department, DepartmentAdmin)
hr_site.register(Staff, StaffAdmin)
hr_site.register(ApiKey, ApiKeyAdmin)

"""An enterprise's openings: planned, published, watched, closed."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from benefits.console.opening_form import OpeningForm
from benefits.console.openings import acts_with, watched
from benefits.models import Opening
from benefits.queries.hr.budgets import bars_of
from benefits.states import PieceState
from common import clock
from common.console import TenantAdmin, columns, enterprise_of, hr_site, job_of, progress
from common.console.compact_list import CompactList
from common.console.names import names_within
from common.console.own_page import OwnPage


class HrOpeningForm(OpeningForm):
    """Within the enterprise of whoever sits at the console."""

    @property
    def enterprise_id(self) -> UUID | None:
        return enterprise_of(self.request)


class OpeningAdmin(OwnPage, CompactList, TenantAdmin):
    """Everything is done on the page of an opening."""

    list_display = (
        "name",
        columns.state(),
        "benefit",
        columns.moment("opens_at", _("opens at")),
        columns.moment("closes_at", _("closes at")),
        columns.count("pieces", _("pieces")),
        columns.count("taken", _("taken")),
    )
    list_filter = (("state", ChoicesDropdownFilter),)
    list_select_related = ("benefit", "budget")
    list_filter_sheet = True
    page_template = "hr/opening.html"
    acts = acts_with(HrOpeningForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("benefit", "budget", "batch")
        return rows.annotate(taken=Count("piece_rows", filter=Q(piece_rows__state=PieceState.TAKEN)))

    def page_context(self, request: HttpRequest, obj: Opening) -> dict[str, Any]:
        names = names_within(obj.enterprise_id, filter(None, (obj.created_by, obj.published_by)))
        return {
            **watched(request, obj),
            **progress(job_of("benefits.prepare_opening", obj.pk), self.admin_site),
            "bar": bars_of([obj.budget])[0],
            "departments": list(obj.departments.all()),
            "planned_by": names.get(obj.created_by, ""),
            "published_by": names.get(obj.published_by, ""),
            "at": clock.now(),
        }


hr_site.register(Opening, OpeningAdmin)

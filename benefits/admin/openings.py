"""Openings of every enterprise."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from benefits.console.opening_form import OpeningForm
from benefits.console.openings import acts_with, watched
from benefits.models import Opening
from benefits.states import PieceState
from common.console import ReadOnlyAdmin, columns, job_of, ops_site, progress
from common.console.search import by_id, contains


@admin.register(Opening, site=ops_site)
class OpeningAdmin(ReadOnlyAdmin):
    list_display = (
        "name",
        "enterprise",
        "benefit",
        columns.state(),
        "opens_at",
        "closes_at",
        columns.count("pieces", _("pieces")),
        columns.count("taken", _("taken")),
    )
    list_filter = ("state", ("enterprise", AutocompleteSelectFilter), ("benefit", AutocompleteSelectFilter))
    list_select_related = ("enterprise", "benefit", "budget")
    search_fields = (by_id(), contains("name", _("name")))
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", columns.state()),
                    ("enterprise", "benefit"),
                    ("budget", "batch"),
                    ("opens_at", "closes_at"),
                    ("limit_per_member", "limit_per_day"),
                    ("limit_per_device", "departments"),
                    ("published_at", "closed_at"),
                )
            },
        ),
    )
    change_form_outer_before_template = "console/benefits/opening.html"
    acts = acts_with(OpeningForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(taken=Count("piece_rows", filter=Q(piece_rows__state=PieceState.TAKEN)))

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {**watched(request, obj), **progress(job_of("benefits.prepare_opening", obj.pk), self.admin_site)}

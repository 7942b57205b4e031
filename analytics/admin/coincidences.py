"""Coincidences: what people share that should have it each for themselves, until somebody says why."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, DropdownFilter

from analytics.models import Coincidence
from analytics.operations import explain_coincidence
from common.actors import Actor
from common.console import Act, Figure, ReadOnlyAdmin, columns, ops_site
from common.console.search import by_id
from common.jobs import ring
from members.queries import members_by_ids


class OpenFilter(DropdownFilter):
    title = _("explained")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [("1", str(_("not yet"))), ("0", str(_("yes")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Coincidence]) -> QuerySet[Coincidence]:
        return queryset.filter(explained_at__isnull=self.value() == "1") if self.value() in ("0", "1") else queryset


def _look_now(*, by: Actor, at: datetime) -> None:
    """Rung for, not waited for: over many people the look takes a minute."""
    ring("analytics.look_for_coincidences")


def _what(row: Any) -> list[Figure]:
    return [Figure(_("What coincides"), row.get_kind_display()), Figure(_("Members"), row.member_count)]


@admin.register(Coincidence, site=ops_site)
class CoincidenceAdmin(ReadOnlyAdmin):
    list_display = (
        "kind",
        "masked",
        "person",
        "enterprise",
        columns.count("member_count", _("members")),
        columns.moment("since", _("since")),
        columns.moment("seen_at", _("found last")),
        columns.moment("explained_at", _("explained at")),
    )
    list_filter = (OpenFilter, "kind", ("enterprise", AutocompleteSelectFilter))
    list_select_related = ("enterprise", "person")
    search_fields = (by_id(), by_id("person_id", _("id of the person")))
    fieldsets = (
        (None, {"fields": (("kind", "masked"), ("enterprise", "person"), ("member_count", "since"), ("found_at", "seen_at"))}),
        (_("Explanation"), {"fields": ("explanation", ("explained_by", "explained_at"))}),
    )
    change_form_outer_before_template = "console/analytics/coincidence.html"
    acts = (
        Act(
            "explain",
            label=_("Explain"),
            run=explain_coincidence,
            permission="analytics.explain_coincidence",
            preview=_what,
            confirm=_("It leaves the front page, and is back when more members are found."),
            done=_("The explanation stands."),
            tone="primary",
            icon="task_alt",
        ),
        Act(
            "look",
            label=_("Look now"),
            run=_look_now,
            permission="analytics.explain_coincidence",
            on="list",
            reason=False,
            done=_("The look has begun. Reload the list in a minute."),
            icon="search",
        ),
    )

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {"people": list(members_by_ids(obj.member_ids).values()), "may_open": ops_site.may(request, "members.view_member")}

"""Batches: what was asked for, what came of every row, and undoing it."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from benefits.models import Batch
from benefits.operations import undo_batch
from benefits.states import BatchState, GrantState
from common.console import Act, Figure, ReadOnlyAdmin, columns, job_of, ops_site, progress
from common.console.search import by_id, contains
from common.money import format_minor

_ROWS_A_PAGE = 50


def _what_undoing_does(batch: Any) -> list[Figure]:
    by_state = dict(batch.grants.values_list("state").annotate(n=Count("pk")).order_by())
    open_ones = by_state.get(GrantState.SCHEDULED, 0) + by_state.get(GrantState.CLAIMABLE, 0)
    kept = sum(by_state.get(state, 0) for state in (GrantState.CLAIMED, GrantState.FULFILLED, GrantState.USED))
    return [
        Figure(_("Enterprise"), batch.enterprise),
        Figure(_("Taken back"), f"{open_ones:,}", tone="red"),
        Figure(_("Claimed already, kept"), f"{kept:,}", tone="orange" if kept else ""),
    ]


@admin.register(Batch, site=ops_site)
class BatchAdmin(ReadOnlyAdmin):
    list_display = (
        "name",
        "enterprise",
        "source",
        columns.state(),
        columns.count("row_count", _("rows")),
        columns.count("issued_count", _("issued")),
        columns.count("refused_count", _("refused")),
        "created_at",
    )
    list_filter = ("state", "source", ("enterprise", AutocompleteSelectFilter))
    list_select_related = ("enterprise",)
    search_fields = (by_id(), contains("name", _("name")))
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", columns.state()),
                    ("enterprise", "budget"),
                    ("source", "created_at"),
                    ("confirmed_at", "finished_at"),
                    ("creates_members", "allows_repeats"),
                    "problem",
                )
            },
        ),
    )
    change_form_outer_before_template = "console/benefits/batch.html"
    acts = (
        Act(
            "undo",
            label=_("Undo"),
            run=undo_batch,
            permission="benefits.undo_batch",
            given=lambda batch: {"enterprise_id": batch.enterprise_id},
            when=lambda batch: batch.state == BatchState.DONE,
            preview=_what_undoing_does,
            confirm=_("Grants that nobody has claimed are taken back; those claimed are kept."),
            done=_("What nobody has claimed is taken back. A large batch takes a while: its page shows how far it is."),
            tone="danger",
            icon="undo",
        ),
    )

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        job = next(filter(None, (job_of(f"benefits.{act}_batch", obj.pk) for act in ("undo", "issue", "check"))), None)
        rows = (
            obj.rows.filter(outcome__in=["refused", "skipped"])
            .order_by("number")
            .only("number", "staff_no", "benefit_code", "quantity", "reasons")
        )
        return {
            "refused_rows": Paginator(rows, _ROWS_A_PAGE).get_page(request.GET.get("row_page")),
            "total": format_minor(obj.committed, obj.budget.unit) if obj.budget else "—",
            **progress(job, self.admin_site),
        }

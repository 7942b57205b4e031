"""Lots: what came in together, and where it is now."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, DropdownFilter

from common.console import Act, Figure, ReadOnlyAdmin, columns, job_of, ops_site, progress
from common.console.panels import panels_of
from common.console.search import by_id, prefix
from supply.models import Lot
from supply.operations import quarantine_lot, recall_lot, release_lot
from supply.queries import LotStock, stock_by_lot
from supply.states import LOT_MOVES, LotState


def _may_become(state: LotState) -> Any:
    return lambda lot: state in LOT_MOVES[LotState(lot.state)]


def _stock(lot: Lot) -> LotStock | None:
    return next((line for line in stock_by_lot(lot.product_id) if line.id == lot.pk), None)


def _figures(lot: Lot) -> list[Figure]:
    stock = _stock(lot)
    return [
        Figure(_("Product"), lot.product),
        Figure(_("Available"), f"{stock.available if stock else 0:,}"),
        Figure(_("With members"), f"{stock.issued if stock else 0:,}"),
        Figure(_("Earliest expiry"), lot.expires_on or "—"),
    ]


def _what_recall_does(lot: Lot) -> list[Figure]:
    stock = _stock(lot)
    if stock is None:
        return []
    return [
        Figure(_("Become void"), f"{stock.available:,}", tone="red"),
        Figure(_("Stay with members"), f"{stock.issued:,}"),
        Figure(_("Under way to members"), f"{stock.reserved:,}"),
    ]


class FrozenFilter(DropdownFilter):
    title = _("frozen")
    parameter_name = "frozen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("by the platform itself"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Lot]) -> QuerySet[Lot]:
        return queryset.filter(frozen_at__isnull=False) if self.value() else queryset


@admin.register(Lot, site=ops_site)
class LotAdmin(ReadOnlyAdmin):
    list_display = ("number", "product", columns.state(), columns.count("received_count", _("received")), "expires_on", "received_at")
    list_filter = ("state", FrozenFilter, ("product", AutocompleteSelectFilter), ("order_line__order__supplier", AutocompleteSelectFilter))
    list_select_related = ("product",)
    search_fields = (prefix("number", _("number"), upper=True), by_id())
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("number", columns.state()),
                    ("product", "order_line"),
                    ("received_at", "released_at"),
                    ("expires_on", "frozen_at"),
                    "key_version",
                )
            },
        ),
    )
    change_form_outer_before_template = "console/supply/lot.html"
    acts = (
        Act(
            "release",
            label=_("Release"),
            run=release_lot,
            permission="supply.release_lot",
            when=lambda lot: lot.state == LotState.QUARANTINED,
            preview=_figures,
            confirm=_("Members can be given these codes from now on."),
            done=_("The lot is released."),
            tone="primary",
            icon="lock_open",
        ),
        Act(
            "quarantine",
            label=_("Hold back"),
            run=quarantine_lot,
            permission="supply.quarantine_lot",
            when=lambda lot: lot.state == LotState.RELEASED,
            preview=_figures,
            confirm=_("No code of this lot is given out until it is released again."),
            done=_("The lot is held back."),
            icon="front_hand",
        ),
        Act(
            "recall",
            label=_("Recall"),
            run=recall_lot,
            permission="supply.recall_lot",
            when=_may_become(LotState.RECALLED),
            preview=_what_recall_does,
            confirm=_("The lot is taken out for good. This can't be undone."),
            done=_("The lot is recalled."),
            tone="danger",
            icon="undo",
        ),
    )

    def page_context(self, request: HttpRequest, obj: Lot) -> dict[str, Any]:
        panels = panels_of("supply.lot", request, obj.pk)
        return {"stock": _stock(obj), "panels": panels, **progress(job_of("supply.void_recalled", obj.pk), self.admin_site)}

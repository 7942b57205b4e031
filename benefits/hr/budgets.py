"""An enterprise's budgets as bars, and of each the transfers that made it so."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.models import Budget
from benefits.queries.hr.budgets import BudgetMove, bars_of, budget_bars, budget_moves
from common import clock
from common.console import TenantAdmin, enterprise_of, hr_site
from common.console.names import names_within
from common.console.own_page import OwnPage

_MOVES: dict[str, str | Promise] = {
    "budget.funded": gettext_lazy("Amount changed"),
    "budget.reserved": gettext_lazy("Reserved for grants"),
    "budget.released": gettext_lazy("Reservation released"),
    "budget.settled": gettext_lazy("Delivered, expired or taken back"),
    "budget.refunded": gettext_lazy("Given back"),
}


class BudgetAdmin(OwnPage, TenantAdmin):
    """Budgets are opened and funded by the platform; an enterprise watches them."""

    page_template = "hr/budget.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Bars in place of a table: there are a handful."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Budgets"),
            "opts": self.opts,
            "budgets": budget_bars(enterprise_of(request)),
            "at": clock.now(),
        }
        return TemplateResponse(request, "hr/budgets.html", context)

    def page_context(self, request: HttpRequest, obj: Budget) -> dict[str, Any]:
        before = _as_id(request.GET.get("before", ""))
        moves = budget_moves(obj.id, before=before)
        names = names_within(obj.enterprise_id, {move.actor for move in moves if move.actor})
        return {
            "bar": bars_of([obj])[0],
            "moves": [(move, _label(move), names.get(move.actor, "")) for move in moves],
            "next": moves[-1].id if len(moves) == 50 else None,
            "before": before,
        }


def _label(move: BudgetMove) -> str:
    return str(_MOVES.get(move.kind, move.kind))


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


hr_site.register(Budget, BudgetAdmin)

"""The board of unknown results: each order that a supplier has not accounted for, its age, the money at risk, what is next."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common import clock
from common.console import ops_site
from common.money import format_minor
from supply.models import TopUp
from supply.queries.topups import risk_of
from supply.states import TopUpState

_RIGHT = "supply.view_topup"
_LINES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """One order of which nobody knows yet whether it was carried out."""

    topup: TopUp
    since: datetime
    at_risk: str
    is_with_a_person: bool


def unknown_page(request: HttpRequest) -> HttpResponse:
    """Every top-up that is unknown, or with the supplier for so long that a person is needed; the oldest first."""
    if not ops_site.may(request, _RIGHT):
        raise PermissionDenied
    at = clock.now()
    page = Paginator(_unknown().order_by(Coalesce("unknown_since", "submitted_at", "created_at"), "pk"), _LINES_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        **ops_site.each_context(request),
        "title": _("Unknown results"),
        "page": page,
        "lines": [_line(topup) for topup in page.object_list],
        "totals": _at_risk(),
        "now": at,
    }
    return TemplateResponse(request, "console/supply/unknown.html", context)


def count_unknown(request: HttpRequest) -> int:
    """How many there are, for the sidebar; a partial index answers."""
    return _unknown().count() if ops_site.may(request, _RIGHT) else 0


def _unknown() -> QuerySet[TopUp]:
    unsettled = Q(state=TopUpState.UNKNOWN) | Q(state=TopUpState.PROCESSING, escalated_at__isnull=False)
    return TopUp.objects.filter(unsettled).select_related("product", "supplier").defer("account")


def _line(topup: TopUp) -> UnknownLine:
    since = topup.unknown_since or topup.submitted_at or topup.created_at
    return UnknownLine(topup, since, format_minor(risk_of(topup), topup.currency), topup.escalated_at is not None)


def _at_risk() -> list[str]:
    sums: dict[str, int] = {}
    for topup in _unknown().only("currency", "cost_minor", "max_cost_minor").select_related(None):
        sums[topup.currency] = sums.get(topup.currency, 0) + risk_of(topup)
    return [format_minor(amount, currency) for currency, amount in sorted(sums.items())]


ops_site.add_page("unknown/", unknown_page, name="unknown")
ops_site.badges["unknown"] = count_unknown

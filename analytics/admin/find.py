"""One field that finds anything: a serial, a phone, a number, an id."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.console import ops_site
from common.console.search import find

# In the order in which people mean them.
_LABELS = (
    "benefits.Grant",
    "members.Member",
    "redemption.Redemption",
    "supply.TopUp",
    "supply.Code",
    "supply.Lot",
    "supply.PurchaseOrder",
    "benefits.Batch",
    "benefits.Benefit",
    "benefits.Budget",
    "supply.Product",
    "supply.Supplier",
    "members.Enterprise",
)
_MOST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Some rows of one kind, and where the rest of them is."""

    kind: str
    rows: list[tuple[str, str]]


def find_page(request: HttpRequest) -> HttpResponse:
    """Everything that the text means. One thing only: its page opens at once."""
    text = request.GET.get("q", "").strip()[:200]
    found = [kind for kind in (_of_kind(label, text, request) for label in _LABELS) if kind.rows] if text else []
    if sum(len(kind.rows) for kind in found) == 1:
        return HttpResponseRedirect(found[0].rows[0][1])
    context = {**ops_site.each_context(request), "title": _("Find"), "text": text, "found": found}
    return TemplateResponse(request, "console/analytics/find.html", context)


def _of_kind(label: str, text: str, request: HttpRequest) -> Found:
    model: Any = apps.get_model(label)
    admin = ops_site.get_model_admin(model)
    kind = capfirst(str(model._meta.verbose_name_plural))
    if not admin.has_view_permission(request):
        return Found(kind, [])
    rows = find(admin.get_queryset(request), [look for look in admin.search_fields if not look.by_owner], text)
    page = f"ops:{model._meta.app_label}_{model._meta.model_name}_change"
    return Found(kind, [(str(row), reverse(page, args=[row.pk])) for row in rows.order_by("-pk")[:_MOST_OF_A_KIND]])


ops_site.add_page("find/", find_page, name="find")

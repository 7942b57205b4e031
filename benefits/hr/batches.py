"""The list of an enterprise's batches; each leads to the page of its own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from benefits.hr.batch_page import batch_chip
from benefits.models import Batch
from common.console import TenantAdmin, columns, hr_site
from common.console.compact_list import CompactList
from common.console.days_filter import DaysFilter
from common.templatetags.console import money


class BatchAdmin(CompactList, TenantAdmin):
    """Read-only: everything is done on the page of a batch."""

    list_display = (
        "name",
        "state_shown",
        columns.moment("created_at", _("brought")),
        columns.count("row_count", _("rows")),
        columns.count("issued_count", _("granted")),
        columns.count("refused_count", _("refused")),
        "total_shown",
        "source",
    )
    list_filter = (("state", ChoicesDropdownFilter), ("source", ChoicesDropdownFilter), ("created_at", DaysFilter))
    list_select_related = ("budget",)
    list_filter_sheet = True

    @display(description=_("state"))
    def state_shown(self, batch: Batch) -> SafeString:
        return batch_chip(batch)

    @display(description=_("total"), empty_value="—")
    def total_shown(self, batch: Batch) -> str | None:
        return money(batch.committed, batch.budget.unit) if batch.budget else None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        batch = self.get_object(request, object_id)
        if batch is None:
            raise Http404
        return HttpResponseRedirect(reverse("hr:batch", args=[batch.pk]))


hr_site.register(Batch, BatchAdmin)

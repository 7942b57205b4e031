"""Rosters: the list of those that were brought, and the pages on which one is uploaded, seen and applied."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.console import TenantAdmin, columns, hr_site
from common.console.compact_list import CompactList
from members.hr.roster_page import roster_confirm, roster_discard, roster_page, roster_result_file
from members.hr.roster_upload import roster_template_file, roster_upload
from members.models import Roster


class RosterAdmin(CompactList, TenantAdmin):
    """Read-only: everything is done on the page of a roster."""

    list_display = (
        "file_name",
        columns.state(),
        columns.moment("created_at", _("brought")),
        columns.count("joiner_count", _("joiners")),
        columns.count("mover_count", _("movers")),
        columns.count("leaver_count", _("leavers")),
        columns.count("returner_count", _("returners")),
        columns.count("refused_count", _("refused")),
    )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        roster = self.get_object(request, object_id)
        if roster is None:
            raise Http404
        return HttpResponseRedirect(reverse("hr:roster", args=[roster.pk]))


hr_site.register(Roster, RosterAdmin)
_pages: dict[str, tuple[str, Callable[..., Any]]] = {
    "roster_upload": ("rosters/upload/", roster_upload),
    "roster_template": ("rosters/template/", roster_template_file),
    "roster": ("rosters/<uuid:pk>/", roster_page),
    "roster_confirm": ("rosters/<uuid:pk>/confirm/", roster_confirm),
    "roster_discard": ("rosters/<uuid:pk>/discard/", roster_discard),
    "roster_result": ("rosters/<uuid:pk>/result/", roster_result_file),
}
for _name, (_route, _view) in _pages.items():
    hr_site.add_page(_route, _view, name=_name)

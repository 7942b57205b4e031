"""Bringing a roster: the template, and the page that takes the filled one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common import clock
from common.console import enterprise_of, hr_site
from common.console.names import actor_of
from common.console.spreadsheets import SpreadsheetForm
from common.refusals import Refused
from common.sheets.downloads import XLSX, attachment
from members.operations import upload_roster
from members.queries import enterprise_by_id
from members.resources import roster_template
from members.rules.roster_columns import COLUMNS

RIGHT = "members.upload_roster"


def roster_upload(request: HttpRequest) -> HttpResponse:
    """
    The upload page; a good upload leads to the page of its roster.

    :raises PermissionDenied: the person may only look.
    """
    if not hr_site.may(request, RIGHT):
        raise PermissionDenied
    if request.method != "POST":
        chosen = {name: request.GET[name] for name in ("sheet_name", "encoding") if name in request.GET}
        return _page(request, SpreadsheetForm(request=request, initial=chosen))
    form = SpreadsheetForm(request.POST, request.FILES, request=request)
    if not form.is_valid():
        return _page(request, form, status=400)
    file = form.cleaned_data["file"]
    try:
        roster = upload_roster(
            enterprise_id=enterprise_of(request),
            file_name=file.name,
            content=file.read(),
            by=actor_of(request),
            at=clock.now(),
            encoding=form.cleaned_data["encoding"],
            sheet_name=form.cleaned_data["sheet_name"],
        )
    except Refused as refused:
        return _page(request, form, refused=refused)
    return HttpResponseRedirect(reverse("hr:roster", args=[roster.id]))


@require_GET
def roster_template_file(request: HttpRequest) -> HttpResponse:
    """The empty roster in the reader's language."""
    response = HttpResponse(roster_template(), content_type=XLSX)
    response["Content-Disposition"] = attachment(_("roster") + ".xlsx")
    return response


def _page(request: HttpRequest, form: SpreadsheetForm, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    context = {
        **hr_site.each_context(request),
        "title": _("Upload a roster"),
        "form": form,
        "columns": [column.headers for column in COLUMNS],
        "enterprise": enterprise_by_id(enterprise_of(request)),
        "refused": refused.for_staff() if refused else "",
    }
    return TemplateResponse(request, "hr/roster_upload.html", context, status=refused.status if refused else status)

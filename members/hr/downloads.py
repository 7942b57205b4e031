"""What a person takes away as a spreadsheet: asked for, watched while it is made, downloaded while it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from common import clock
from common.console import enterprise_of, hr_site, job_of, progress
from common.console.names import actor_of
from common.refusals import NotFound, Refused
from common.sheets.downloads import XLSX, attachment
from members.models import Export
from members.operations import ExportAsked, ask_export, fetch_export
from members.operations.exports.ask import JOB
from members.queries.exports import export_of, exports_of
from members.states import ExportState


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken away, under which name; of one thing, or of the rows with these ids."""

    kind: str
    name: str
    row_count: int
    subject_id: UUID | None = None
    wanted: bytes = b""


def answer_export(request: HttpRequest, wanted: Wanted) -> HttpResponseBase:
    """The file itself where it is short, else the page on which it is waited for."""
    asked = ExportAsked(
        enterprise_id=enterprise_of(request),
        user_id=_user_id(request),
        kind=wanted.kind,
        name=wanted.name,
        row_count=wanted.row_count,
        subject_id=wanted.subject_id,
        wanted=wanted.wanted,
    )
    try:
        export = ask_export(asked, by=actor_of(request), at=clock.now())
    except Refused as refused:
        messages.error(request, refused.for_staff())
        return HttpResponseRedirect(reverse("hr:downloads"))
    if export.state == ExportState.READY:
        return _file(request, export.id)
    return HttpResponseRedirect(reverse("hr:download", args=[export.id]))


@require_GET
def downloads(request: HttpRequest) -> HttpResponse:
    """What the person has asked for within a day."""
    exports = exports_of(enterprise_id=enterprise_of(request), user_id=_user_id(request), at=clock.now())
    return TemplateResponse(request, "hr/downloads.html", {**hr_site.each_context(request), "title": _("Downloads"), "exports": exports})


@require_GET
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them; somebody else's, a missing and an expired one look the same."""
    export = export_of(pk, enterprise_id=enterprise_of(request), user_id=_user_id(request), at=clock.now())
    if export is None:
        raise Http404
    context = {**hr_site.each_context(request), "title": _("Download"), "export": export, **_under_way(export)}
    return TemplateResponse(request, "hr/download.html", context)


@require_GET
def download_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file of one of them, once it is ready."""
    return _file(request, pk)


def _file(request: HttpRequest, export_id: UUID) -> FileResponse:
    try:
        found = fetch_export(export_id, enterprise_id=enterprise_of(request), by=actor_of(request), at=clock.now())
    except NotFound as missing:
        raise Http404 from missing
    file = TemporaryFile()  # noqa: SIM115 - the response closes it once it is sent.
    file.writelines(found.pieces)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = attachment(found.name)
    response["Cache-Control"] = "no-store"
    return response


def _under_way(export: Export) -> dict[str, Any]:
    return progress(job_of(JOB, export.id), hr_site) if export.state == ExportState.WRITING else {}


def _user_id(request: HttpRequest) -> UUID:
    return request.user.pk  # type: ignore[return-value]  # Whoever may enter here is signed in.


_pages: dict[str, Callable[..., Any]] = {
    "downloads/": downloads,
    "downloads/<uuid:pk>/": download,
    "downloads/<uuid:pk>/file/": download_file,
}
for _route, _view in _pages.items():
    hr_site.add_page(_route, _view, name=_view.__name__)

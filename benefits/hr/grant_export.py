"""The list of grants as a spreadsheet: the rows as they are filtered, every cell typed as text."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.models import Grant
from benefits.states import GrantState
from common import clock
from common.sheets.downloads import XLSX, attachment
from common.sheets.writer import write_xlsx_to
from common.templatetags.console import named

MOST = 200_000
CHUNK = 2000


def export_grants(request: HttpRequest, grants: QuerySet[Any]) -> HttpResponseBase:
    """
    Up to 200,000 rows; whoever asks for more is asked to narrow the list, and nothing is cut off silently.

    Read two thousand rows at a time: no statement lasts, and no transaction stays open while the file grows.
    """
    if grants.order_by()[: MOST + 1].count() > MOST:
        messages.error(
            request, _("That is more than %(most)s rows. Narrow the list by days or state, and export it in parts.") % {"most": f"{MOST:,}"}
        )
        return HttpResponseRedirect(f"{reverse('hr:benefits_grant_changelist')}?{request.GET.urlencode()}")
    file = TemporaryFile()  # noqa: SIM115 - the response closes it once it is sent.
    write_xlsx_to(file, _headers(), map(_cells, _in_pieces(grants)))
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = attachment(f"{_('grants')}-{timezone.localtime(clock.now()):%Y%m%d-%H%M}.xlsx")
    return response


def _headers() -> list[str]:
    return [
        _("Member"),
        _("Staff no."),
        _("Department"),
        _("Benefit"),
        _("Benefit code"),
        _("Quantity"),
        _("Serial"),
        _("State"),
        _("Given"),
        _("Claimed"),
        _("Delivered"),
        _("Can be claimed until"),
        _("Batch"),
        _("Note"),
    ]


def _in_pieces(grants: QuerySet[Any]) -> Iterator[Grant]:
    rows = grants.select_related("member__department", "benefit", "batch").defer("member__birthday").order_by("-pk")
    piece = list(rows[:CHUNK])
    while piece:
        yield from piece
        piece = list(rows.filter(pk__lt=piece[-1].pk)[:CHUNK]) if len(piece) == CHUNK else []


def _cells(grant: Grant) -> list[str]:
    member, department = grant.member, grant.member.department
    times = [grant.created_at, grant.claimed_at, grant.fulfilled_at, grant.claimable_until]
    return [
        member.name,
        member.staff_no or "",
        department.path if department else "",
        named(grant.benefit),
        grant.benefit.code,
        str(grant.quantity),
        grant.serial,
        str(GrantState(grant.state).label),
        *(f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "" for at in times),
        grant.batch.name,
        grant.note,
    ]

"""The list of grants as a spreadsheet: the rows as they are filtered, every cell typed as text."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from tempfile import TemporaryFile
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.queries.words import Words
from benefits.states import GrantState
from common import clock
from common.sheets.downloads import XLSX, attachment
from common.sheets.writer import write_xlsx_to
from common.templatetags.console import last_moment

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
    words, zone = {state.value: str(state.label) for state in GrantState}, timezone.get_current_timezone()
    write_xlsx_to(file, _headers(), (_cells(row, words, zone) for row in _in_pieces(grants)))
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


class _Row(NamedTuple):
    """What the spreadsheet needs of a grant: without a model's weight, of which 200,000 are felt."""

    id: UUID
    member__name: str
    member__staff_no: str | None
    member__department__path: str | None
    benefit__name: str
    benefit__name_en: str
    benefit__code: str
    quantity: int
    serial: str
    state: str
    created_at: datetime
    claimed_at: datetime | None
    fulfilled_at: datetime | None
    claimable_until: datetime
    batch__name: str
    note: str


def _in_pieces(grants: QuerySet[Any]) -> Iterator[_Row]:
    rows = grants.order_by("-pk")
    piece = [_Row(*row) for row in rows.values_list(*_Row._fields)[:CHUNK]]
    while piece:
        yield from piece
        rest = rows.filter(pk__lt=piece[-1].id) if len(piece) == CHUNK else rows.none()
        piece = [_Row(*row) for row in rest.values_list(*_Row._fields)[:CHUNK]]


def _cells(row: _Row, words: dict[str, str], zone: tzinfo) -> list[str]:
    times = (row.created_at, row.claimed_at, row.fulfilled_at, last_moment(row.claimable_until))
    return [
        row.member__name,
        row.member__staff_no or "",
        row.member__department__path or "",
        str(Words(row.benefit__name, row.benefit__name_en)),
        row.benefit__code,
        str(row.quantity),
        row.serial,
        words[row.state],
        *(at.astimezone(zone).isoformat(" ", "minutes")[:16] if at else "" for at in times),
        row.batch__name,
        row.note,
    ]

"""Grants as the spreadsheet that people take away."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.models import Grant
from benefits.queries.hr.uses import used_by_in_words
from benefits.queries.words import Words
from benefits.states import GrantState
from common.clock import last_moment
from common.sheets.pieces import Piece
from members.queries.exports import About

_ID_BYTES = 16


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
    activated_at: datetime | None
    used_at: datetime | None
    used_said_by: str


class GrantSheet:
    """The grants that a list showed when the export was asked for, the newest first: a grant claimed meanwhile is not lost."""

    def __init__(self, about: About) -> None:
        self._about = about

    def headers(self) -> list[str]:
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
            _("Activated"),
            _("Used"),
            _("Used: who says so"),
        ]

    def piece(self, after: int, limit: int) -> Piece:
        wanted, end = self._about.wanted, after + limit
        ids = [UUID(bytes=wanted[place : place + _ID_BYTES]) for place in range(after * _ID_BYTES, len(wanted), _ID_BYTES)[:limit]]
        grants = Grant.objects.filter(enterprise_id=self._about.enterprise_id, id__in=ids).order_by("-id")
        rows = [_cells(_Row(*row)) for row in grants.values_list(*_Row._fields)]
        return Piece(rows, end if end * _ID_BYTES < len(wanted) else None)


def ids_of(grants: QuerySet[Any], *, most: int) -> bytes:
    """The ids of these grants, the newest first, 16 bytes each; of one more than ``most`` where there are more. One query."""
    try:
        found, params = grants.order_by("-id").values("id")[: most + 1].query.sql_with_params()
    except EmptyResultSet:
        return b""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(uuid_send(id), ''::bytea ORDER BY id DESC) FROM ({found}) AS wanted", params)
        return bytes(cursor.fetchone()[0] or b"")


def count_of(ids: bytes) -> int:
    return len(ids) // _ID_BYTES


def _cells(row: _Row) -> list[str]:
    zone = timezone.get_current_timezone()
    given, claimed, delivered, until, activated, used = (
        at.astimezone(zone).isoformat(" ", "minutes")[:16] if at else ""
        for at in (row.created_at, row.claimed_at, row.fulfilled_at, last_moment(row.claimable_until), row.activated_at, row.used_at)
    )
    return [
        row.member__name,
        row.member__staff_no or "",
        row.member__department__path or "",
        str(Words(row.benefit__name, row.benefit__name_en)),
        row.benefit__code,
        str(row.quantity),
        row.serial,
        str(GrantState(row.state).label),
        given,
        claimed,
        delivered,
        until,
        row.batch__name,
        row.note,
        activated,
        used,
        used_by_in_words(row.used_said_by),
    ]

"""The history: everything claimed, and what ended unclaimed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from benefits.states import GrantState
from common.clock import now
from redemption.portal.gate import MemberRequest, member_only
from redemption.portal.moments import month_in_words
from redemption.portal.page import page
from redemption.queries.history import HistoryEntry, HistoryPage, history_of
from redemption.states import RedemptionState


@gzip_page
@require_safe
@member_only
def history(request: MemberRequest) -> HttpResponse:
    """Twenty entries from the place that ``before`` and ``id`` name; without them, or with nonsense there, the newest."""
    at = now()
    before, before_id = _place(request.GET.get("before", ""), request.GET.get("id", ""))
    found = _entries(request, before, before_id, at)
    months = [(month, list(lines)) for month, lines in groupby(map(_line, found.entries), key=lambda line: line.month)]
    return page(request, "history.html", at=at, section="history", months=months, older=found.older, is_first=before is None)


@dataclass(frozen=True, slots=True)
class _Line:
    entry: HistoryEntry
    month: str
    state: str


def _line(entry: HistoryEntry) -> _Line:
    known = GrantState if entry.state in {GrantState.USED, GrantState.EXPIRED, GrantState.REVOKED} else RedemptionState
    return _Line(entry, month_in_words(localtime(entry.at).date()), str(known(entry.state).label))


def _entries(request: MemberRequest, before: datetime | None, before_id: UUID | None, at: datetime) -> HistoryPage:
    if before is None or before_id is None:
        return history_of(request.member.id, before=at + timedelta(minutes=1))
    return history_of(request.member.id, before=before, before_id=before_id)


def _place(before: str, before_id: str) -> tuple[datetime | None, UUID | None]:
    try:
        moment, row_id = parse_datetime(before), UUID(before_id)
    except ValueError:
        return None, None
    return (moment, row_id) if moment and moment.tzinfo else (None, None)

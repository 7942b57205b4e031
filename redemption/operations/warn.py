"""Telling members what they have and did not use, before it ends. Once each, in the member's language."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from benefits.operations.letters import names_of, send_each
from common import clock
from common.actors import system
from common.feed import note, sign
from redemption.models import Redemption
from redemption.rules.validity import end_of_use
from redemption.states import RedemptionState


@transaction.atomic
def warn_unused(*, at: datetime, limit: int = 200) -> int:
    """
    Warn members of what was delivered to them, is not marked as used and ends within their terms' warning days, one message a member;
    returns how many redemptions.

    Locks    the redemptions that are warned about.
    Replays  none is looked at twice; what ended before anybody could be told is passed over.
    """
    waiting = Redemption.objects.filter(state=RedemptionState.FULFILLED, used_at=None, warned_at=None, warn_at__lte=at)
    due = list(waiting.order_by("warn_at").select_for_update(skip_locked=True).values_list("id", flat=True)[:limit])
    if not due:
        return 0
    ending = [row for row in _rows(due) if _ends_at(row) > at]
    by_member: dict[UUID, list[Redemption]] = defaultdict(list)
    for row in ending:
        by_member[row.member_id].append(row)
    sign(system("expiry warning"))
    send_each(by_member, lambda member_id: f"ending:{by_member[member_id][0].id}", _text, at)
    for row in ending:
        note("redemption.warned", subject=row)
    Redemption.objects.filter(id__in=due).update(warned_at=at)
    return len(ending)


def _rows(ids: list[UUID]) -> QuerySet[Redemption]:
    """With the day of the code and nothing else of it: the rest of the vault is not read."""
    rows = Redemption.objects.filter(id__in=ids).select_related("benefit", "enterprise")
    return rows.annotate(expires_on=F("code__expires_on")).order_by("id")


def _ends_at(row: Any) -> datetime:
    ends_at = end_of_use(usable_until=row.usable_until, expires_on=row.expires_on, zone=row.enterprise.time_zone)
    # A warning is due only where there is an end; without one there is nothing to lose.
    return ends_at or row.warn_at


def _text(rows: Sequence[Redemption]) -> str:
    first = min(rows, key=_ends_at)
    last_day = clock.day_of(_ends_at(first) - timedelta(seconds=1), first.enterprise.time_zone)
    facts = {"names": names_of(rows), "day": last_day.isoformat(), "link": settings.BASE_URL}
    return _("Still yours to use until %(day)s: %(names)s. Open %(link)s.") % facts

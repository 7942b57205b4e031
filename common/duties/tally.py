"""Counting what staff do, exactly, however many of their requests come at once."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from common.duties.duty import Duty
from common.duties.models import DutyLimit, Tally
from common.ids import new_id
from common.refusals import Refused


class LimitReached(Refused):
    title = _("Enough for today")
    code = "daily_limit_reached"
    status = 429
    sentence = exact = _(
        "That is %(most)s a day for one person, and it's used up. Somebody who sets personal limits can raise yours, with a reason."
    )


class LimitNeeded(LimitReached):
    title = _("Not without a personal limit")
    code = "daily_limit_needed"
    status = 403
    sentence = exact = _("Nobody may do this without a personal limit. Somebody who sets personal limits can give you one, with a reason.")


# No row comes back when the limit is used up. The row is held for one statement.
_TAKE = """
INSERT INTO common_tally AS kept (id, person_id, duty, day, times, amount) SELECT %(id)s, %(person)s, %(duty)s, %(day)s, %(times)s, 0
WHERE %(most)s::bigint IS NULL OR %(times)s <= %(most)s
ON CONFLICT (person_id, duty, day) DO UPDATE SET times = kept.times + %(times)s
WHERE %(most)s::bigint IS NULL OR kept.times + %(times)s <= %(most)s
RETURNING times
"""
_ADD = """
INSERT INTO common_tally AS kept (id, person_id, duty, day, times, amount) SELECT %(id)s, %(person)s, %(duty)s, %(day)s, 0, %(amount)s
WHERE %(amount)s <= %(most)s
ON CONFLICT (person_id, duty, day) DO UPDATE SET amount = kept.amount + %(amount)s WHERE kept.amount + %(amount)s <= %(most)s
RETURNING amount
"""


def take(duty: Duty, person_id: UUID, *, at: datetime, times: int = 1) -> None:
    """
    Count ``times`` more of a duty for one person today.

    :raises LimitNeeded: nobody may without a limit of their own, and they have none.
    :raises LimitReached: that would be more than their limit; nothing is counted.
    """
    most = limit_of(duty, person_id, at=at)
    if most == 0:
        raise LimitNeeded
    if not _did(_TAKE, duty, person_id, at, times=times, most=most):
        raise LimitReached(most=most)


def refuse_without_room(duty: Duty, person_id: UUID, *, at: datetime) -> None:
    """
    Say before anything is typed what ``take`` would say afterwards; nothing is counted.

    :raises LimitNeeded: nobody may without a limit of their own, and they have none.
    :raises LimitReached: their limit of the day is used up.
    """
    most = limit_of(duty, person_id, at=at)
    if most == 0:
        raise LimitNeeded
    if most is not None and Tally.objects.filter(person_id=person_id, duty=duty.name, day=day_of(at), times__gte=most).exists():
        raise LimitReached(most=most)


def give_back(duty: Duty, person_id: UUID, *, at: datetime, times: int = 1) -> None:
    """What was counted and then refused was not done."""
    Tally.objects.filter(person_id=person_id, duty=duty.name, day=day_of(at)).update(times=F("times") - times)


def add_amount(duty: Duty, person_id: UUID, amount: int, *, at: datetime) -> bool:
    """Add to the day's sum of a duty. False, and nothing added, where it would come above what one person may alone."""
    return duty.above is not None and _did(_ADD, duty, person_id, at, amount=amount, most=duty.above)


def take_off_amount(duty: Duty, person_id: UUID, amount: int, *, at: datetime) -> None:
    """What was added and then refused was not done."""
    Tally.objects.filter(person_id=person_id, duty=duty.name, day=day_of(at)).update(amount=F("amount") - amount)


def limit_of(duty: Duty, person_id: UUID, *, at: datetime) -> int | None:
    """How often a day this person may: their own limit while it lasts, else the registry's."""
    own = DutyLimit.objects.filter(person_id=person_id, duty=duty.name, until__gt=at).values_list("daily", flat=True).first()
    return duty.daily if own is None else own


def day_of(at: datetime) -> date:
    """The platform's day."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _did(statement: str, duty: Duty, person_id: UUID, at: datetime, **more: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"id": new_id(), "person": person_id, "duty": duty.name, "day": day_of(at), **more})
        return cursor.fetchone() is not None

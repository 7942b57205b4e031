"""How often a caller may come: exact across all web hosts, because PostgreSQL counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.jobs.sweeper import sweeps
from common.pace.models import Allowance, Kept
from common.refusals import Refused
from common.sql import prepared_cursor


class TooMany(Refused):
    code = "too_many_requests"
    status = 429
    sentence = _("That was too often. Please wait a little and try again.")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in a row, and as many again within the time."""

    most: int
    within: timedelta


# A leaky bucket in one column: the moment at which the allowance is whole again. No row comes back when it is used up.
# A moment that lies too far ahead was written by a clock that has since been put right: it counts for nothing.
_SPEND = """
INSERT INTO common_allowance AS kept (name, whole_at) VALUES (%(name)s, %(at)s + %(step)s)
ON CONFLICT (name) DO UPDATE SET whole_at = {held} + %(step)s WHERE {held} + %(step)s <= %(at)s + %(within)s
RETURNING whole_at
""".format(held="(CASE WHEN kept.whole_at > %(at)s + 2 * %(within)s THEN %(at)s ELSE GREATEST(kept.whole_at, %(at)s) END)")


def spend(name: str, rate: Rate, *, at: datetime) -> None:
    """
    Take one from the allowance of ``name``.

    Locks    the allowance, for one statement: call it outside of the act that it guards.

    :raises TooMany: it is used up; ``retry_after`` in whole seconds.
    """
    step = rate.within / rate.most
    values: dict[str, Any] = {"name": name, "at": at, "step": step, "within": rate.within}
    with prepared_cursor() as cursor:
        cursor.execute(_SPEND, values)
        if cursor.fetchone() is not None:
            return
    whole_at = Allowance.objects.filter(name=name).values_list("whole_at", flat=True).first() or at
    raise TooMany(retry_after=max(1, ceil((whole_at + step - rate.within - at).total_seconds())))


@sweeps("allowances")
def forget_whole_allowances(at: datetime) -> None:
    """An allowance that is whole again says nothing, nor does what has ended."""
    Allowance.objects.filter(whole_at__lt=at - timedelta(minutes=1)).delete()
    Kept.objects.filter(ends_at__lt=at - timedelta(minutes=1)).delete()

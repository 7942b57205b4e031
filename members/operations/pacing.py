"""Limits kept in PostgreSQL, exact however many come at once: whoever counts holds the lock of what is counted."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from common.refusals import Refused
from members.rules.pace import Limit, longest, wait_seconds


class TooManyCodes(Refused):
    code = "too_many_codes"
    status = 429
    sentence = _("That was too often. Please wait a little and try again.")
    exact = _("The limit is reached for another %(retry_after)s seconds.")


def hold(kind: str, key: bytes | str) -> None:
    """Hold the lock of one number or network address until the transaction ends."""
    name = f"members.{kind}:{key.hex() if isinstance(key, bytes) else key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def refuse_above(limits: Sequence[Limit], happened: "QuerySet[Model]", column: str, at: datetime) -> None:
    """
    Refuse one more than the limits allow. The caller holds the lock of what is counted.

    :raises TooManyCodes: with ``retry_after`` in seconds.
    """
    most = max(limit.most for limit in limits)
    recent = happened.filter(**{f"{column}__gt": at - longest(limits)}).order_by(f"-{column}")
    refuse_above_times(limits, list(recent.values_list(column, flat=True)[:most]), at=at)


def refuse_above_times(limits: Sequence[Limit], times: Sequence[datetime], *, at: datetime) -> None:
    """The same for times that the caller has read, newest first."""
    if wait := wait_seconds(times, limits, at):
        raise TooManyCodes(retry_after=wait)

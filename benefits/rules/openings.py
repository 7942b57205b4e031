"""May this member take a piece of this opening now? And until when is what they take theirs to claim?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from benefits.rules.freeze import JoinedAfterFreeze
from common.refusals import Refused

# As for every other grant whose terms name no end.
DAYS_WITHOUT_TERMS = 90


class NotOpenYet(Refused):
    code = "not_open_yet"
    sentence = _("It hasn't opened yet. It opens at the time shown, and not before.")
    exact = _("Opens at %(opens_at)s; asked at %(at)s.")

    def __init__(self, *, opens_at: datetime, at: datetime) -> None:
        super().__init__(opens_at=opens_at, at=at, extra={"opens_at": opens_at})


class OpeningClosed(Refused):
    code = "closed"
    sentence = _("It's over. Thank you for coming.")


class SoldOut(Refused):
    code = "sold_out"
    sentence = _("They are all gone. Others were a moment faster this time.")


class AlreadyTaken(Refused):
    code = "already_taken"
    sentence = _("You have one already. It's among your benefits.")


class OverLimit(Refused):
    code = "over_limit"
    sentence = _("You've had as many of these as one person can for now.")
    exact = _("The opening allows %(limit)s; %(held)s are taken.")


class DeviceMissing(Refused):
    code = "device_missing"
    status = 400
    sentence = _("Send a Device header of 8 to 128 characters with this request: the number of pieces per device is limited.")


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that one member, one member on one day, and one device may take; None is no cap."""

    per_member: int
    per_day: int | None
    per_device: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How an opening stands for one member at one moment.

    ``grants`` are those that the member took here; ``today`` and ``on_device`` count pieces; ``has_free`` looks at every piece,
    also at those that others are about to take. ``is_after_freeze``: the member was added after the roster was frozen.
    """

    state: str
    opens_at: datetime
    closes_at: datetime
    has_free: bool
    caps: Caps
    grants: Sequence[UUID]
    today: int
    on_device: int
    is_after_freeze: bool = False


def refuse_unless_takeable(standing: Standing, *, has_device: bool, at: datetime) -> None:
    """
    :raises AlreadyTaken: the member has the one piece that each may have; ``grant_ids`` in its facts.
    :raises OverLimit: the member, the member's day or the device is at its cap.
    :raises OpeningClosed: its time is over, or it was closed early.
    :raises JoinedAfterFreeze: the member was added after the enterprise's roster was frozen.
    :raises NotOpenYet: its time has not come, or its pieces are still being made.
    :raises SoldOut: every piece is taken.
    :raises DeviceMissing: there is a cap per device, and no device was named.
    """
    caps, held = standing.caps, len(standing.grants)
    if held >= caps.per_member == 1:
        raise AlreadyTaken(grant_ids=list(standing.grants))
    _refuse_over(caps.per_member, held)
    if standing.state == "closed" or at >= standing.closes_at:
        raise OpeningClosed
    if standing.is_after_freeze:
        raise JoinedAfterFreeze
    if at < standing.opens_at or standing.state != "published":
        raise NotOpenYet(opens_at=standing.opens_at, at=at)
    if not standing.has_free:
        raise SoldOut
    _refuse_over(caps.per_day, standing.today)
    if caps.per_device is not None and not has_device:
        raise DeviceMissing
    _refuse_over(caps.per_device, standing.on_device)


def _refuse_over(limit: int | None, held: int) -> None:
    if limit is not None and held >= limit:
        raise OverLimit(limit=limit, held=held)


def claimable_until(*, valid_days: int | None, valid_until: date | None, zone: str, at: datetime) -> datetime:
    """The end of the claim window of a grant made at ``at``, by its terms: the earlier of the two where both are set."""
    ends = []
    if valid_days is not None or valid_until is None:
        ends.append(at + timedelta(days=valid_days if valid_days is not None else DAYS_WITHOUT_TERMS))
    if valid_until is not None:
        after = valid_until + timedelta(days=1)
        ends.append(datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(zone)))
    return min(ends)

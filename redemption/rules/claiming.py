"""May this grant be claimed now, and which of its items are delivered?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from common.refusals import Refused


class GrantNotYetClaimable(Refused):
    code = "grant_not_yet_claimable"
    sentence = _("It's not time yet. You can have it from the day shown.")
    exact = _("Claimable from %(opens_at)s; asked at %(at)s.")


class GrantExpired(Refused):
    code = "grant_expired"
    sentence = _("This one has expired.")
    exact = _("The claim window ended at %(closed_at)s; asked at %(at)s.")


class GrantRevoked(Refused):
    code = "grant_revoked"
    sentence = _("This one was taken back by your company. Please ask them if that surprises you.")


class NotToday(Refused):
    code = "not_today"
    sentence = _("Not today: it can only be claimed on %(days)s. The next day is %(next_day)s.")


class ChoiceInvalid(Refused):
    code = "choice_invalid"
    sentence = _("Please choose exactly %(count)s of those offered.")


class NothingToChoose(ChoiceInvalid):
    """Something was chosen of what has nothing to choose. Programs alone can do that."""

    sentence = _("There is nothing to choose here. Leave `choices` out.")


class LimitReached(Refused):
    code = "limit_reached"
    sentence = _("You've had as many of these as one person can for now.")
    exact = _("The terms allow %(limit)s; the member holds %(held)s and asks for %(asked)s.")


@dataclass(frozen=True, slots=True)
class ClaimWindow:
    """What a claim is decided by. ``weekdays`` are ISO numbers, empty for every day."""

    state: str
    opens_at: datetime
    closes_at: datetime
    weekdays: Sequence[int]
    time_zone: str


def refuse_unless_claimable(window: ClaimWindow, *, at: datetime) -> None:
    """
    :raises GrantRevoked: it was taken back.
    :raises GrantExpired: its window is over, whether or not the clock has marked it so yet.
    :raises GrantNotYetClaimable: its window has not begun.
    :raises NotToday: the terms exclude this day of the week, in the enterprise's time zone.
    """
    if window.state == "revoked":
        raise GrantRevoked
    if window.state == "expired" or at >= window.closes_at:
        raise GrantExpired(closed_at=window.closes_at, at=at)
    if at < window.opens_at:
        raise GrantNotYetClaimable(opens_at=window.opens_at, at=at)
    if window.weekdays and at.astimezone(ZoneInfo(window.time_zone)).isoweekday() not in window.weekdays:
        raise _not_today(window, at)


def opens_at(claimable_from: datetime, *, weekdays: Sequence[int], time_zone: str, at: datetime) -> datetime:
    """When a grant opens to its member, or opened: from its beginning on, and on the days of the week that its terms allow."""
    zone = ZoneInfo(time_zone)
    moment = max(claimable_from, at).astimezone(zone)
    if not weekdays or moment.isoweekday() in weekdays:
        return claimable_from
    day = _next_day(moment.date(), weekdays)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _next_day(today: date, weekdays: Sequence[int]) -> date:
    return next(today + timedelta(days=n) for n in range(1, 8) if (today + timedelta(days=n)).isoweekday() in weekdays)


def _not_today(window: ClaimWindow, at: datetime) -> NotToday:
    today = at.astimezone(ZoneInfo(window.time_zone)).date()
    days = pgettext("between days of the week", ", ").join(str(WEEKDAYS[number - 1]) for number in sorted(window.weekdays))
    return NotToday(days=days, next_day=_next_day(today, window.weekdays).isoformat())


def chosen_parts(*, fixed: Iterable[str], optional: Sequence[str], choices: Sequence[str], choose_count: int) -> set[str]:
    """
    The benefit codes of a bundle that are delivered: all fixed ones and exactly ``choose_count`` of the optional ones.

    :raises ChoiceInvalid: too few, too many, the same twice, or one that is not offered.
    """
    if len(choices) != choose_count or len(set(choices)) != choose_count or not set(choices) <= set(optional):
        raise ChoiceInvalid(count=choose_count) if choose_count else NothingToChoose
    return {*fixed, *choices}


def refuse_over_limit(*, limit: int | None, held: int, asked: int) -> None:
    """:raises LimitReached: with what is asked for, the member would hold more than the terms allow."""
    if limit is not None and held + asked > limit:
        raise LimitReached(limit=limit, held=held, asked=asked)

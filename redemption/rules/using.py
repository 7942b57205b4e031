"""May this be marked as used, or as not used after all? Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused

# What is used up by using it. A top-up has landed, and a badge is worn.
USABLE = frozenset({"code", "coupon", "service", "content", "event", "quota"})
UNDO_WITHIN = timedelta(hours=1)


class NotUsable(Refused):
    code = "not_usable"
    sentence = _("This isn't something that is used up.")


class NotDelivered(Refused):
    code = "not_delivered"
    sentence = _("It isn't delivered yet, or was taken back.")


class NotYetBegun(Refused):
    code = "not_yet_begun"
    sentence = _("It hasn't begun. Once it has, you can say that you were there.")
    exact = _("The event begins at %(begins_at)s; asked at %(at)s.")


class UsedUp(Refused):
    code = "used_up"
    sentence = _("It is marked as used already.")


class UseUnknown(Refused):
    code = "use_unknown"
    sentence = _("It isn't marked as used.")


class UndoTooLate(Refused):
    code = "undo_too_late"
    sentence = _("That can be taken back within an hour only. Ask your benefits team if it was a mistake.")
    exact = _("Marked as used at %(used_at)s; the member can take that back until an hour later, asked at %(at)s.")


@dataclass(frozen=True, slots=True)
class Usage:
    """How often something may be used, and was."""

    kind: str
    is_delivered: bool
    uses: int
    used_count: int


def is_marked_already(usage: Usage, number: int | None) -> bool:
    """
    Whether the use that is asked for stands already: a repeated tap changes nothing. Without a number the next one is meant.

    :raises NotUsable, NotDelivered: there is nothing to use.
    :raises UsedUp: all its uses are used.
    """
    if usage.kind not in USABLE:
        raise NotUsable
    if not usage.is_delivered:
        raise NotDelivered
    if number is not None and number <= usage.used_count:
        return True
    if usage.used_count >= usage.uses or (number is not None and number > usage.used_count + 1):
        raise UsedUp
    return False


def refuse_until_begun(begins_at: datetime | None, *, at: datetime) -> None:
    """
    Nobody was at an event that is yet to begin.

    :raises NotYetBegun: it begins later.
    """
    if begins_at is not None and at < begins_at:
        raise NotYetBegun(begins_at=begins_at, at=at)


def refuse_unless_undoable(*, used_at: datetime, said_by: str, by_member: bool, at: datetime) -> None:
    """
    A member takes back what they said themselves, within the hour; staff take back anything.

    :raises UndoTooLate: the hour is over, or somebody else said it.
    """
    if by_member and (said_by != "member" or at > used_at + UNDO_WITHIN):
        raise UndoTooLate(used_at=used_at, at=at)

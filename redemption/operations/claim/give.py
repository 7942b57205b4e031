"""Giving what the platform gives itself: a coupon with its code, a seat, a service, content, a quota, a badge."""

from datetime import datetime
from typing import TYPE_CHECKING

from benefits.operations import Promise, promise_of
from benefits.operations.grants.lock import Item
from common.scope import PLATFORM, within
from redemption.models import Redemption
from redemption.operations.claim.seats import EventOver, free_seat
from redemption.rules.validity import usable_until
from redemption.states import RedemptionState

if TYPE_CHECKING:
    from benefits.models import Grant

# A code that was drawn for another copy is drawn again; with the fewest places allowed, that is one draw in thousands.
_DRAWS = 8


def give(redemption: Redemption, grant: "Grant", item: Item, *, at: datetime) -> None:
    """
    Make a redemption of our own kind what was promised, and delivered. The caller holds the grant, and the event's seats.

    :raises EventOver, EventFull: there is nothing left to attend, or no seat.
    """
    promise = promise_of(grant, item.benefit_id)
    redemption.uses = promise.uses
    redemption.usable_until = usable_until(
        claimed_at=at, zone=grant.enterprise.time_zone, use_days=promise.use_days, use_until=promise.use_until, ends_at=promise.ends_at
    )
    if item.kind == "event":
        _seat(redemption, promise, item, at)
    elif item.kind == "coupon" and redemption.code_id is None:
        redemption.serial, redemption.is_shared = _serial(promise), promise.is_shared
    redemption.state, redemption.fulfilled_at = RedemptionState.FULFILLED, at


def _seat(redemption: Redemption, promise: Promise, item: Item, at: datetime) -> None:
    if promise.ends_at is not None and at >= promise.ends_at:
        raise EventOver(benefit=item.benefit_code, ended_at=promise.ends_at)
    if promise.seats is not None:
        redemption.seat_no = free_seat(item.benefit_id, seats=promise.seats, code=item.benefit_code)


def _serial(promise: Promise) -> str:
    serial = promise.new_serial()
    if promise.is_shared:
        return serial
    for _draw in range(_DRAWS):
        with within(PLATFORM):  # A code is one of its kind for all enterprises.
            if not Redemption.objects.filter(serial=serial).exists():
                break
        serial = promise.new_serial()
    return serial

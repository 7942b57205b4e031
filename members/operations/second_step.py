"""The second step of staff: wrong codes are counted for the person, and a code is taken once, whatever the process or address."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from common.scope import PLATFORM, within
from members.models.second_step import SecondStep
from members.operations.pacing import TooManyCodes
from members.rules.pace import MISSES_OF_SECOND_STEP, longest, wait_seconds


@within(PLATFORM)
@transaction.atomic(durable=True)  # The count of a wrong try must never be rolled back by whoever calls.
def try_second_step(*, user_id: UUID, takes: Callable[[SecondStep], bool], at: datetime) -> bool:
    """
    Whether ``takes`` says yes to what was entered, for which it is given the person's row and may note the time step.

    A right code gives no tries back: whoever guesses beside its owner has five for both.

    Locks    the person's row, then what ``takes`` locks.

    :raises TooManyCodes: five wrong ones in ten minutes; nothing is tried.
    """
    SecondStep.objects.bulk_create([SecondStep(user_id=user_id)], ignore_conflicts=True)
    row = SecondStep.objects.select_for_update().get(user_id=user_id)
    row.missed_at = sorted((missed for missed in row.missed_at if missed > at - longest(MISSES_OF_SECOND_STEP)), reverse=True)
    wait = wait_seconds(row.missed_at, MISSES_OF_SECOND_STEP, at)
    if wait:
        raise TooManyCodes(retry_after=wait)
    is_right = takes(row)
    if not is_right:
        row.missed_at = [at, *row.missed_at]
    row.save(update_fields=["used_step", "missed_at"])
    return is_right

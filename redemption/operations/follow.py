"""Following a top-up: what its supplier has come to, the redemption comes to."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from benefits.operations import LockedGrant, lock_grant, mark_claimable_again, mark_fulfilled
from common.actors import system
from common.failpoints import failpoint
from common.feed import sign
from redemption.models import Redemption
from redemption.operations.use import settle_use
from redemption.states import LIVE, OPEN, RedemptionState
from supply.queries import TopUpStatus, topup_status
from supply.states import TopUpState

_FOLLOWS = {
    TopUpState.PROCESSING: RedemptionState.PROCESSING,
    TopUpState.UNKNOWN: RedemptionState.UNKNOWN,
    TopUpState.SUCCEEDED: RedemptionState.FULFILLED,
    TopUpState.FAILED: RedemptionState.FAILED,
}
# By then the supplier has answered or a person has.
CONFIRM_WITHIN = timedelta(hours=24)


@transaction.atomic
def follow_topup(topup_id: UUID, *, at: datetime) -> RedemptionState | None:
    """
    Bring a redemption to where its top-up is; None when there is nothing to do.

    Locks    the grant, then the redemption.
    Replays  as often as anyone likes: a settled redemption is left alone.
    """
    found = Redemption.objects.filter(topup_id=topup_id).values_list("grant_id", flat=True).first()
    if found is None:
        return None
    grant = lock_grant(found)
    redemption = Redemption.objects.select_for_update().get(topup_id=topup_id)
    status = topup_status(topup_id)
    after = _FOLLOWS.get(TopUpState(status.state))
    if grant is None or after is None or after == redemption.state or redemption.state not in OPEN:
        return None
    sign(system("fulfilment"), status.failure)
    _move(redemption, after, status, at)
    _settle_grant(grant, at)
    failpoint("follow.before_commit", topup_id)
    return after


def _move(redemption: Redemption, after: RedemptionState, status: TopUpStatus, at: datetime) -> None:
    redemption.state = after
    if after == RedemptionState.FULFILLED:
        redemption.fulfilled_at = at
    elif after == RedemptionState.FAILED:
        redemption.failed_at, redemption.failure = at, status.failure
    elif after == RedemptionState.UNKNOWN:
        redemption.confirm_by = redemption.confirm_by or at + CONFIRM_WITHIN
    redemption.save()


def _settle_grant(grant: LockedGrant, at: datetime) -> None:
    states = set(Redemption.objects.filter(grant_id=grant.row.id, state__in=LIVE).values_list("state", flat=True))
    if grant.row.state != "claimed" or states & set(OPEN):
        return
    if _has_failed_item(grant):
        mark_claimable_again(grant.row, at=at)
    else:
        mark_fulfilled(grant.row.id, at=at, is_alive=True)
        settle_use(grant, at=at)


def _has_failed_item(grant: LockedGrant) -> bool:
    failed = Redemption.objects.filter(grant_id=grant.row.id, state=RedemptionState.FAILED).values_list("item_no", flat=True)
    done = Redemption.objects.filter(grant_id=grant.row.id, state__in=LIVE).values_list("item_no", flat=True)
    return bool(set(failed) - set(done))

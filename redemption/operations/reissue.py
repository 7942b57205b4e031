"""Making good what went wrong: a bad code replaced, a failed delivery done again, from one screen."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.operations import LockedGrant, lock_grant, mark_claimed, mark_claimed_again, mark_fulfilled, mark_unused
from benefits.operations.grants.lock import Item
from common.actors import Actor
from common.failpoints import failpoint
from common.feed import note, sign
from common.refusals import NotFound, Refused
from redemption.models import Redemption
from redemption.operations.answer_complaint import confirm_complaint_about
from redemption.operations.claim.deliver import Delivery, deliver
from redemption.states import LIVE, RedemptionState
from supply.operations import void_code
from supply.queries import account_of_topup


class NotReissuable(Refused):
    code = "not_reissuable"
    sentence = exact = _("Only a delivered code or a failed delivery that was not repeated yet can be issued again.")


@transaction.atomic
def reissue(*, redemption_id: UUID, by: Actor, at: datetime, reason: str) -> Redemption:
    """
    Replace a delivered code by another one (the bad one is voided and charged to its supplier, a complaint about it is confirmed),
    or repeat a failed delivery.

    Locks    the grant, the redemption, its complaint, then a code.

    :raises NotReissuable: a delivered top-up, one under way, or one that was repeated already.
    :raises StockEmpty, NoSource: nothing to replace it with; nothing is written.
    """
    found = Redemption.objects.filter(id=redemption_id).values_list("grant_id", flat=True).first()
    grant = lock_grant(found) if found else None
    if grant is None:
        raise NotFound
    bad = Redemption.objects.select_for_update().get(id=redemption_id)
    _refuse_unless_possible(bad)
    sign(by, reason)
    if bad.state == RedemptionState.FULFILLED:
        _take_back(bad, grant, by=by, at=at, reason=reason)
    else:
        mark_claimed(grant.row, at=at)
    failpoint("reissue.after_taking_back", redemption_id)
    account = account_of_topup(bad.topup_id) if bad.topup_id else None
    made = deliver(Delivery(grant.row, bad.item_no, _item_of(bad, grant), account, bad.id), at=at)
    live = Redemption.objects.filter(grant_id=grant.row.id, state__in=LIVE).exclude(state=RedemptionState.FULFILLED)
    if not live.exists():
        mark_fulfilled(grant.row.id, at=at, is_alive=made.code_id is None)
    failpoint("reissue.before_commit", redemption_id)
    return made


def _refuse_unless_possible(bad: Redemption) -> None:
    is_bad_code = bad.state == RedemptionState.FULFILLED and bad.code_id is not None
    twin_is_live = Redemption.objects.filter(grant_id=bad.grant_id, item_no=bad.item_no, state__in=LIVE).exclude(id=bad.id)
    if not (is_bad_code or bad.state == RedemptionState.FAILED) or twin_is_live.exists():
        raise NotReissuable


def _take_back(bad: Redemption, grant: LockedGrant, *, by: Actor, at: datetime, reason: str) -> None:
    mark_unused(grant.row)
    mark_claimed_again(grant.row)
    bad.state, bad.reversed_at = RedemptionState.REVERSED, at
    bad.save(update_fields=["state", "reversed_at"])
    confirm_complaint_about(bad.id, by=by, at=at)
    code_id = bad.code_id
    if code_id is None:
        raise NotReissuable
    void_code(code_id=code_id, by=by, at=at, reason=reason, taken_from=bad.id)
    note("code.charged_back", subject=("code", code_id), data={"redemption": str(bad.id)})


def _item_of(bad: Redemption, grant: LockedGrant) -> Item:
    item = next(item for item in grant.items if item.benefit_id == bad.benefit_id)
    return replace(item, quantity=bad.quantity)

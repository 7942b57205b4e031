"""Taking a delivery back, and giving its value back to the budget and its seat to others."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.operations import lock_grant, mark_unused, refund_grant
from common.actors import Actor
from common.failpoints import failpoint
from common.feed import sign
from common.refusals import NotFound, Refused
from redemption.models import Redemption
from redemption.operations.use import settle_use
from redemption.states import LIVE, RedemptionState
from supply.operations import void_code


class NotReversible(Refused):
    code = "not_reversible"
    sentence = exact = _("Only what is delivered can be taken back, and no top-up: it has landed in an account.")


@transaction.atomic
def reverse_redemption(*, redemption_id: UUID, by: Actor, at: datetime, reason: str) -> Redemption:
    """
    Take a delivery back: a code is voided, a seat is free again, and once no item of the grant is left, the budget has its value back.

    Locks    the grant, the redemption, the code, then the budget's accounts.

    :raises NotReversible: it is not delivered, or a top-up.
    """
    found = Redemption.objects.filter(id=redemption_id).values_list("grant_id", flat=True).first()
    grant = lock_grant(found) if found else None
    if grant is None or found is None:
        raise NotFound
    redemption = Redemption.objects.select_for_update().get(id=redemption_id)
    if redemption.state != RedemptionState.FULFILLED or redemption.topup_id is not None:
        raise NotReversible
    sign(by, reason)
    mark_unused(grant.row)
    redemption.state, redemption.reversed_at = RedemptionState.REVERSED, at
    redemption.save(update_fields=["state", "reversed_at"])
    if redemption.code_id is not None:
        void_code(code_id=redemption.code_id, by=by, at=at, reason=reason, taken_from=redemption.id)
    failpoint("reverse.after_voiding", redemption_id)
    if grant.row.state == "fulfilled" and not Redemption.objects.filter(grant_id=found, state__in=LIVE).exists():
        refund_grant(grant.row, at=at)
    else:
        settle_use(grant, at=at)
    return redemption

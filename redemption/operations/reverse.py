"""Taking a delivery back and giving its value back to the budget."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.operations import lock_grant, refund_grant
from common.actors import Actor
from common.failpoints import failpoint
from common.feed import sign
from common.refusals import NotFound, Refused
from redemption.models import Redemption
from redemption.states import LIVE, RedemptionState
from supply.operations import void_code


class NotReversible(Refused):
    code = "not_reversible"
    sentence = exact = _("Only a delivered code can be taken back. A top-up has landed in an account.")


@transaction.atomic
def reverse_redemption(*, redemption_id: UUID, by: Actor, at: datetime, reason: str) -> Redemption:
    """
    Take a delivered code back: it is voided, and once no item of the grant is left, the budget has its value back.

    Locks    the grant, the redemption, the code, then the budget's accounts.

    :raises NotReversible: it is no delivered code.
    """
    found = Redemption.objects.filter(id=redemption_id).values_list("grant_id", flat=True).first()
    grant = lock_grant(found) if found else None
    if grant is None or found is None:
        raise NotFound
    redemption = Redemption.objects.select_for_update().get(id=redemption_id)
    if redemption.state != RedemptionState.FULFILLED or redemption.code_id is None:
        raise NotReversible
    sign(by, reason)
    redemption.state, redemption.reversed_at = RedemptionState.REVERSED, at
    redemption.save(update_fields=["state", "reversed_at"])
    void_code(code_id=redemption.code_id, by=by, at=at, reason=reason)
    failpoint("reverse.after_voiding", redemption_id)
    if grant.row.state == "fulfilled" and not Redemption.objects.filter(grant_id=found, state__in=LIVE).exists():
        refund_grant(grant.row, at=at)
    return redemption

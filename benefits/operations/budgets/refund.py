"""Giving a budget back what a reversed grant had spent."""

from datetime import datetime

from django.db import transaction

from benefits.models import Grant
from benefits.operations.budgets.accounts import account
from benefits.states import GrantState
from common.ledger import Line, post


@transaction.atomic
def refund_grant(grant: Grant, *, at: datetime) -> None:
    """
    Take a delivered grant back whose delivery was reversed. The caller holds the grant's lock and has signed.

    What was spent already is available again at once; what was not settled yet is released by the settlement.
    """
    grant.state = GrantState.CLAIMED
    grant.save(update_fields=["state"])
    grant.state, grant.revoked_at = GrantState.REVOKED, at
    grant.save(update_fields=["state", "revoked_at"])
    if grant.settled_at is None or not grant.committed:
        return
    lines = [Line(account(grant.budget, "spent"), -grant.committed), Line(account(grant.budget, "available"), grant.committed)]
    post(key=f"refund:{grant.id}", kind="budget.refunded", lines=lines, at=at)

"""The four accounts of a budget. Funding has no floor: it is where the money comes from."""

from uuid import UUID

from benefits.models import Budget
from common.ledger import Owner, open_account

OWNER = "budget"


def account(budget: Budget, name: str) -> UUID:
    """The id of one of ``funding``, ``available``, ``reserved``, ``spent``."""
    owner = Owner(OWNER, budget.id, budget.enterprise_id)
    return open_account(owner, name=name, unit=budget.unit, floor=None if name == "funding" else 0)

"""The four accounts of a budget. Funding has no floor: it is where the money comes from."""

from uuid import UUID

from benefits.models import Budget
from common.ledger import open_account

OWNER = "budget"


def account(budget: Budget, name: str) -> UUID:
    """The id of one of ``funding``, ``available``, ``reserved``, ``spent``."""
    return open_account(owner_type=OWNER, owner_id=budget.id, name=name, unit=budget.unit, floor=None if name == "funding" else 0)

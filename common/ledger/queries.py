"""Reading balances."""

from collections.abc import Iterable
from uuid import UUID

from common.ledger.models import Account


def balances_of(owner_type: str, owner_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Balances by owner and account name; one query."""
    found: dict[UUID, dict[str, int]] = {owner_id: {} for owner_id in owner_ids}
    for account in Account.objects.filter(owner_type=owner_type, owner_id__in=list(found)):
        found[account.owner_id][account.name] = account.balance
    return found

"""
The ledger's door: open accounts, post transfers, read balances.

Nothing else writes to its tables.
"""

from common.ledger.operations import BalanceTooLow, Line, Owner, open_account, post
from common.ledger.queries import balances_of

__all__ = ["BalanceTooLow", "Line", "Owner", "balances_of", "open_account", "post"]

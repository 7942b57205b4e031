"""Top-ups, from the order to its known end."""

from supply.operations.topups.callback import receive_callback
from supply.operations.topups.create import NoSource, create_topup
from supply.operations.topups.query import query_topup, query_topup_now
from supply.operations.topups.settle import settle_topup_by_hand
from supply.operations.topups.submit import submit_topup

__all__ = ["NoSource", "create_topup", "query_topup", "query_topup_now", "receive_callback", "settle_topup_by_hand", "submit_topup"]

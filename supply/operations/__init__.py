"""What supply does: one verb a function, for other houses and for the edges of this one."""

from supply.operations.generate_codes import generate_codes
from supply.operations.intake.clearing import discard_intake
from supply.operations.intake.committing import commit_intake
from supply.operations.intake.receive import receive_file
from supply.operations.lots import freeze_lot, lock_lot, quarantine_lot, recall_lot, release_lot
from supply.operations.open_code import open_code_for
from supply.operations.order_codes import LineOrdered, order_codes
from supply.operations.orders import Wanted, cancel_order, place_order, raise_order
from supply.operations.suppliers import resume_supplier, suspend_supplier
from supply.operations.take_code import CodeWanted, StockEmpty, TakenCode, take_code
from supply.operations.topups import (
    NoSource,
    create_topup,
    query_topup,
    query_topup_now,
    receive_callback,
    settle_topup_by_hand,
    submit_topup,
)
from supply.operations.topups.create import TopUpOrder
from supply.operations.used_codes import say_used
from supply.operations.voiding import expire_codes, void_code
from supply.operations.watch_balances import explain_balance
from supply.operations.written_code import is_code_written_in

__all__ = [
    "CodeWanted",
    "LineOrdered",
    "NoSource",
    "StockEmpty",
    "TakenCode",
    "TopUpOrder",
    "Wanted",
    "cancel_order",
    "commit_intake",
    "create_topup",
    "discard_intake",
    "expire_codes",
    "explain_balance",
    "freeze_lot",
    "generate_codes",
    "is_code_written_in",
    "lock_lot",
    "open_code_for",
    "order_codes",
    "place_order",
    "quarantine_lot",
    "query_topup",
    "query_topup_now",
    "raise_order",
    "recall_lot",
    "receive_callback",
    "receive_file",
    "release_lot",
    "resume_supplier",
    "say_used",
    "settle_topup_by_hand",
    "submit_topup",
    "suspend_supplier",
    "take_code",
    "void_code",
]

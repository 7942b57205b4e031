"""The ledger and the budgets in it."""

from tests.stress.controls.control import Control, Cut, Drop

_LEDGER = "common.ledger.operations"
_NO_FLOOR = Cut(_LEDGER, "    if account.floor is not None and amount < 0 and", "    if False and")

CONTROLS = (
    Control(
        "account_row_lock",
        "one_budget",
        ("I11 balances equal postings",),
        cuts=(Cut(_LEDGER, "Account.objects.select_for_update().filter", "Account.objects.filter"),),
    ),
    Control("account_floor_in_code", "short_budget", ("internal error",), cuts=(_NO_FLOOR,)),
    Control(
        "account_floor",
        "short_budget",
        ("I12 no account below its floor", "I14 a budget is never exceeded"),
        cuts=(_NO_FLOOR,),
        drops=(Drop("common_account", "account_floor"),),
    ),
    Control(
        "settled_once",
        "told_twice",
        ("I15 spent is what was delivered", "I15 reserved is what is open"),
        cuts=(Cut("benefits.operations.budgets.settle", "WHERE settled_at IS NULL AND state IN", "WHERE state IN"),),
    ),
)

"""Risk: what is counted, who is listed, and what lifts a challenge."""

from redemption.operations.risk.challenge import pass_challenge
from redemption.operations.risk.check import Attempt, check_attempt, count_miss
from redemption.operations.risk.hold import ContactJustChanged, refuse_while_held
from redemption.operations.risk.lists import ListedWrong, NetworkTooWide, Party, lift_entry, put_on_list
from redemption.operations.risk.rules import Limits, RuleInvalid, change_rule, make_rule

__all__ = [
    "Attempt",
    "ContactJustChanged",
    "Limits",
    "ListedWrong",
    "NetworkTooWide",
    "Party",
    "RuleInvalid",
    "change_rule",
    "check_attempt",
    "count_miss",
    "lift_entry",
    "make_rule",
    "pass_challenge",
    "put_on_list",
    "refuse_while_held",
]

"""Budgets: opening, funding, reserving, and settling what became of grants."""

from benefits.operations.budgets.open import fund_budget, open_budget
from benefits.operations.budgets.reserve import BudgetClosed, BudgetExceeded, release, reserve
from benefits.operations.budgets.settle import settle_grants
from benefits.operations.budgets.states import close_budget, reopen_budget

__all__ = [
    "BudgetClosed",
    "BudgetExceeded",
    "close_budget",
    "fund_budget",
    "open_budget",
    "release",
    "reopen_budget",
    "reserve",
    "settle_grants",
]

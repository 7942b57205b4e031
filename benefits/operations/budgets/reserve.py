"""Committing a budget before anything is promised."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from benefits.models import Budget
from benefits.operations.budgets.accounts import account
from benefits.states import BudgetState
from common.ledger import BalanceTooLow, Line, post
from common.money import format_minor
from common.refusals import Refused


class BudgetExceeded(Refused):
    code = "budget_exceeded"
    sentence = _("The budget does not reach for this.")
    exact = _("The budget “%(budget)s” is short of %(shown)s. Raise it, or grant less.")

    def __init__(self, *, budget: str, missing: int, unit: str) -> None:
        super().__init__(budget=budget, missing=missing, unit=unit, shown=format_minor(missing, unit))


class BudgetClosed(Refused):
    code = "budget_closed"
    sentence = _("The budget is not open.")
    exact = _("The budget “%(budget)s” is closed, or its period is over or has not begun. Choose another.")


def refuse_unless_open(budget: Budget, at: datetime) -> None:
    """:raises BudgetClosed: closed, or ``at`` is outside its period ``[starts_at, ends_at)``."""
    begun = budget.starts_at is None or budget.starts_at <= at
    over = budget.ends_at is not None and at >= budget.ends_at
    if budget.state != BudgetState.OPEN or over or not begun:
        raise BudgetClosed(budget=budget.name)


@transaction.atomic
def reserve(budget: Budget, amount: int, *, key: str, at: datetime) -> None:
    """
    Move ``amount`` from available to reserved.

    Locks    the budget's accounts: call it last.
    Replays  by key.

    :raises BudgetExceeded: not that much is available; nothing is written.
    """
    lines = [Line(account(budget, "available"), -amount), Line(account(budget, "reserved"), amount)]
    try:
        post(key=key, kind="budget.reserved", lines=lines, at=at)
    except BalanceTooLow as refused:
        raise BudgetExceeded(budget=budget.name, missing=refused.facts["needed"], unit=budget.unit) from refused


@transaction.atomic
def release(budget: Budget, amount: int, *, key: str, at: datetime) -> None:
    """Move ``amount`` back from reserved to available. Replays by key."""
    lines = [Line(account(budget, "reserved"), -amount), Line(account(budget, "available"), amount)]
    post(key=key, kind="budget.released", lines=lines, at=at)

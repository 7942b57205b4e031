"""Closing a budget, and opening it again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from benefits.models import Budget
from benefits.states import BudgetState
from common.actors import Actor
from common.feed import sign
from common.refusals import NotFound


def close_budget(*, budget_id: UUID, by: Actor, at: datetime, reason: str = "") -> None:
    """Stop new grants from a budget; those made keep what they reserved."""
    _move(budget_id, BudgetState.CLOSED, by, reason)


def reopen_budget(*, budget_id: UUID, by: Actor, at: datetime, reason: str = "") -> None:
    """Allow grants from a closed budget again."""
    _move(budget_id, BudgetState.OPEN, by, reason)


@transaction.atomic
def _move(budget_id: UUID, state: BudgetState, by: Actor, reason: str) -> None:
    budget = Budget.objects.select_for_update().filter(id=budget_id).first()
    if budget is None:
        raise NotFound
    sign(by, reason)
    budget.state = state
    budget.save(update_fields=["state"])

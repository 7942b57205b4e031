"""Opening a budget and changing its amount."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from benefits.models import Budget
from benefits.operations.budgets.accounts import account
from benefits.operations.budgets.reserve import BudgetExceeded
from common.actors import Actor
from common.feed import note, sign
from common.ids import new_id
from common.ledger import BalanceTooLow, Line, post
from common.refusals import NotFound


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """What a new budget is for. ``amount`` is in minor units of ``unit``, or in pieces."""

    enterprise_id: UUID
    name: str
    unit: str
    amount: int
    department_id: UUID | None = None
    campaign_id: UUID | None = None
    is_default: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def open_budget(plan: BudgetPlan, *, by: Actor, at: datetime, reason: str = "") -> Budget:
    """Open a budget and fund it with its amount. The first of an enterprise is its default."""
    sign(by, reason)
    is_first = not Budget.objects.filter(enterprise_id=plan.enterprise_id, is_default=True).exists()
    budget = Budget.objects.create(
        enterprise_id=plan.enterprise_id,
        department_id=plan.department_id,
        campaign_id=plan.campaign_id,
        name=plan.name,
        unit=plan.unit,
        is_default=plan.is_default or is_first,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
    )
    for name in ("funding", "available", "reserved", "spent"):
        account(budget, name)
    if plan.amount:
        fund_budget(budget_id=budget.id, amount=plan.amount, by=by, at=at, reason=reason)
    return budget


@transaction.atomic
def fund_budget(*, budget_id: UUID, amount: int, by: Actor, at: datetime, reason: str = "") -> None:
    """
    Raise a budget by ``amount``, or lower it by a negative one, never below what is reserved and spent.

    Locks    the budget's accounts.

    :raises BudgetExceeded: less than that is available to take away.
    """
    budget = Budget.objects.filter(id=budget_id).first()
    if budget is None:
        raise NotFound
    sign(by, reason)
    lines = [Line(account(budget, "funding"), -amount), Line(account(budget, "available"), amount)]
    try:
        post(key=f"fund:{new_id()}", kind="budget.funded", lines=lines, at=at, by=by, reason=reason)
    except BalanceTooLow as refused:
        raise BudgetExceeded(budget=budget.name, missing=refused.facts["needed"], unit=budget.unit) from refused
    note("budget.funded", subject=budget, data={"amount": amount, "unit": budget.unit})

"""Budgets with their figures from the ledger."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from benefits.models import Budget
from common.ledger import balances_of
from common.money import PIECES
from common.pages import Page, Place, page_at


@dataclass(frozen=True, slots=True)
class BudgetView:
    """One budget. Figures are in minor units of ``currency``, or in pieces where that is None."""

    id: UUID
    name: str
    unit: str
    state: str
    is_default: bool
    reserved: int
    spent: int
    available: int
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def amount(self) -> int:
        return self.available + self.reserved + self.spent

    @property
    def currency(self) -> str | None:
        return None if self.unit == PIECES else self.unit


def enterprise_budgets(enterprise_id: UUID, *, place: Place) -> Page[BudgetView]:
    """One page of an enterprise's budgets, oldest first; two queries."""
    page = page_at(place, Budget.objects.filter(enterprise_id=enterprise_id), order="id")
    balances = balances_of("budget", [budget.id for budget in page.rows])
    return page.of(lambda budget: _view(budget, balances[budget.id]))


def _view(budget: Budget, balances: dict[str, int]) -> BudgetView:
    return BudgetView(
        id=budget.id,
        name=budget.name,
        unit=budget.unit,
        state=budget.state,
        is_default=budget.is_default,
        reserved=balances.get("reserved", 0),
        spent=balances.get("spent", 0),
        available=balances.get("available", 0),
        starts_at=budget.starts_at,
        ends_at=budget.ends_at,
    )

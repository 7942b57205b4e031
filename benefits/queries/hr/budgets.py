"""Budgets as bars: how much was put in, is promised, is spent and is left; and the moves that made it so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from benefits.models import Budget
from benefits.states import BudgetState
from common.ledger import balances_of
from common.ledger.models import Account, Posting

PAGE = 50


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """One budget and where its amount is, in minor units of ``unit`` or in pieces."""

    id: UUID
    name: str
    unit: str
    state: str
    state_label: str
    is_default: bool
    belongs_to: str
    low_percent: int
    starts_at: datetime | None
    ends_at: datetime | None
    available: int
    reserved: int
    spent: int

    @property
    def amount(self) -> int:
        return self.available + self.reserved + self.spent

    @property
    def is_low(self) -> bool:
        return self.amount > 0 and self.available * 100 < self.amount * self.low_percent

    def is_open(self, at: datetime) -> bool:
        """Whether it takes new grants at this moment."""
        begun = self.starts_at is None or self.starts_at <= at
        return self.state == BudgetState.OPEN and begun and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True)
class BudgetMove:
    """One transfer: what it did to each of the three balances."""

    id: UUID
    at: datetime
    kind: str
    actor: str
    reason: str
    available: int
    reserved: int
    spent: int


def budget_bars(enterprise_id: UUID) -> list[BudgetBar]:
    """All budgets of an enterprise, its default one first, closed ones last. Two queries."""
    rows = Budget.objects.filter(enterprise_id=enterprise_id).select_related("department", "campaign")
    return bars_of(rows.order_by("-state", "-is_default", "name"))


def bars_of(budgets: Iterable[Budget]) -> list[BudgetBar]:
    """Bars of these budgets, in their order."""
    rows = list(budgets)
    balances = balances_of("budget", [row.id for row in rows])
    return [_bar(row, balances[row.id]) for row in rows]


def budget_moves(budget_id: UUID, *, before: UUID | None = None) -> list[BudgetMove]:
    """The latest transfers of a budget, or those before one of them. Two queries."""
    accounts = dict(Account.objects.filter(owner_type="budget", owner_id=budget_id).exclude(name="funding").values_list("id", "name"))
    postings = Posting.objects.filter(account_id__in=accounts).select_related("transfer").order_by("-transfer_id")
    if before is not None:
        postings = postings.filter(transfer_id__lt=before)
    moves: dict[UUID, tuple[Posting, dict[str, int]]] = {}
    # A transfer has at most one posting an account.
    for posting in postings[: PAGE * len(accounts)]:
        _first, amounts = moves.setdefault(posting.transfer_id, (posting, dict.fromkeys(("available", "reserved", "spent"), 0)))
        amounts[accounts[posting.account_id]] += posting.amount
    return [_move(posting, amounts) for posting, amounts in list(moves.values())[:PAGE]]


def _bar(row: Budget, balance: dict[str, int]) -> BudgetBar:
    owner = row.department.path if row.department else row.campaign.name if row.campaign else ""
    return BudgetBar(
        id=row.id,
        name=row.name,
        unit=row.unit,
        state=row.state,
        state_label=str(BudgetState(row.state).label),
        is_default=row.is_default,
        belongs_to=owner,
        low_percent=row.low_percent,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        available=balance.get("available", 0),
        reserved=balance.get("reserved", 0),
        spent=balance.get("spent", 0),
    )


def _move(posting: Posting, amounts: dict[str, int]) -> BudgetMove:
    transfer = posting.transfer
    return BudgetMove(transfer.id, transfer.at, transfer.kind, transfer.actor, transfer.reason, **amounts)

"""Budgets: opened, funded, committed, settled; never exceeded, whatever the path."""

from datetime import timedelta
from typing import Any

import pytest

from benefits.models import Budget, Grant
from benefits.operations import (
    BudgetClosed,
    BudgetExceeded,
    BudgetPlan,
    GrantRequest,
    GrantWanted,
    RowRefused,
    close_budget,
    fund_budget,
    issue_grant,
    open_budget,
    reopen_budget,
    revoke_grant,
    settle_grants,
)
from benefits.states import GrantState
from common.ledger import balances_of
from common.money import PIECES
from tests.factories import NOW, OPERATOR, make_benefit, make_enterprise, make_grant, make_member

pytestmark = pytest.mark.django_db


def opened(amount: int = 10_000, unit: str = "CNY", **fields: Any) -> Budget:
    plan = BudgetPlan(make_enterprise().id, "福利", unit, amount, **fields)
    return open_budget(plan, by=OPERATOR, at=NOW)


def figures(budget: Budget) -> tuple[int, int, int]:
    """Available, reserved, spent."""
    balances = balances_of("budget", [budget.id])[budget.id]
    return balances["available"], balances["reserved"], balances["spent"]


def granted(budget: Budget, *, quantity: int = 1, price: int = 3000) -> Grant:
    benefit = make_benefit("code", price_minor=price)
    wanted = GrantWanted(benefit.code, staff_no=make_member(budget.enterprise).staff_no or "", quantity=quantity)
    return issue_grant(GrantRequest(budget.enterprise_id, wanted), by=OPERATOR, at=NOW)


def test_first_budget_of_an_enterprise_is_its_default() -> None:
    budget = opened()
    second = open_budget(BudgetPlan(budget.enterprise_id, "第二", "CNY", 1), by=OPERATOR, at=NOW)
    assert (budget.is_default, second.is_default, figures(budget)) == (True, False, (10_000, 0, 0))


def test_grant_reserves_and_delivery_spends() -> None:
    budget = opened()
    grant = granted(budget)
    assert figures(budget) == (7_000, 3_000, 0)
    Grant.objects.filter(id=grant.id).update(state=GrantState.CLAIMED, claimed_at=NOW)
    Grant.objects.filter(id=grant.id).update(state=GrantState.FULFILLED, fulfilled_at=NOW)
    assert (settle_grants(at=NOW), figures(budget)) == (1, (7_000, 0, 3_000))


def test_grant_taken_back_is_free_again() -> None:
    budget = opened()
    revoke_grant(grant_id=granted(budget).id, by=OPERATOR, at=NOW, reason="wrong person")
    assert (settle_grants(at=NOW), figures(budget)) == (1, (10_000, 0, 0))


def test_settling_twice_moves_nothing_more() -> None:
    budget = opened()
    revoke_grant(grant_id=granted(budget).id, by=OPERATOR, at=NOW)
    settle_grants(at=NOW)
    assert (settle_grants(at=NOW), figures(budget)) == (0, (10_000, 0, 0))


def test_grant_beyond_the_budget_is_refused_and_touches_nothing() -> None:
    budget = opened(2_999)
    with pytest.raises(RowRefused) as refused:
        granted(budget)
    assert refused.value.code == BudgetExceeded.code
    assert (Grant.objects.count(), figures(budget)) == (0, (2_999, 0, 0))


def test_budget_in_pieces_counts_pieces_whatever_they_cost() -> None:
    budget = opened(5, PIECES)
    granted(budget, quantity=3, price=99_999)
    assert figures(budget) == (2, 3, 0)


def test_budget_is_lowered_to_what_is_committed_and_no_further() -> None:
    budget = opened()
    granted(budget)
    fund_budget(budget_id=budget.id, amount=-7_000, by=OPERATOR, at=NOW)
    with pytest.raises(BudgetExceeded) as refused:
        fund_budget(budget_id=budget.id, amount=-1, by=OPERATOR, at=NOW)
    assert (refused.value.facts["missing"], figures(budget)) == (1, (0, 3_000, 0))


def test_closed_budget_takes_no_grants_until_it_is_opened_again() -> None:
    budget = opened()
    close_budget(budget_id=budget.id, by=OPERATOR, at=NOW)
    with pytest.raises(BudgetClosed):
        granted(budget)
    reopen_budget(budget_id=budget.id, by=OPERATOR, at=NOW)
    assert granted(budget).state == GrantState.CLAIMABLE


@pytest.mark.parametrize(
    "period",
    [{"starts_at": NOW + timedelta(seconds=1)}, {"ends_at": NOW}],
    ids=["not begun", "over"],
)
def test_budget_outside_its_period_takes_no_grants(period: dict[str, Any]) -> None:
    with pytest.raises(BudgetClosed):
        granted(opened(**period))


def test_grant_that_is_still_claimed_is_not_settled() -> None:
    grant = make_grant(state="claimed", claimed_at=NOW)
    assert settle_grants(at=NOW) == 0
    grant.refresh_from_db()
    assert grant.settled_at is None

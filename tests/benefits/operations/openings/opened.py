"""Something that is open: an enterprise with a budget, a benefit in stock, and an opening of it."""

from datetime import datetime, timedelta
from typing import Any

from benefits.models import Benefit, Budget, Opening
from benefits.operations import OpeningPlan, draft_opening, publish_opening
from benefits.queries.openings.standing import Asked
from common.actors import Actor
from members.models import Member
from redemption.operations import TakenAndClaimed, claim_from_opening
from tests.factories import NOW, OPERATOR, make_benefit, make_budget, make_enterprise
from tests.redemption.operations.claiming import stock_of

HOUR = timedelta(hours=1)


def plan(benefit: Benefit, budget: Budget, **fields: Any) -> OpeningPlan:
    """Ten pieces from ``NOW`` on for a day, one for each member."""
    given = {"name": "周年庆抢领", "pieces": 10, "opens_at": NOW, "closes_at": NOW + 24 * HOUR, **fields}
    return OpeningPlan(budget.enterprise_id, benefit_id=benefit.id, budget_id=budget.id, **given)


def drafted(*, stock: int = 10, benefit: Benefit | None = None, budget: Budget | None = None, **fields: Any) -> Opening:
    """A draft of ten pieces of a code benefit, with ten codes behind it."""
    benefit, budget = benefit or make_benefit("code"), budget or make_budget(make_enterprise())
    if stock:
        stock_of(benefit.product, stock)
    return draft_opening(plan(benefit, budget, **fields), by=OPERATOR, at=NOW)


def opened(*, at: datetime = NOW, **fields: Any) -> Opening:
    """The same, published."""
    return publish_opening(opening_id=drafted(**fields).id, by=OPERATOR, at=at)


def take(opening: Opening, member: Member, *, at: datetime = NOW, device: bytes | None = None, **how: Any) -> TakenAndClaimed:
    """The member's tap."""
    return claim_from_opening(Asked(opening.id, member.id, device), by=Actor("member", member.id), at=at, **how)

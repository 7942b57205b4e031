"""The demo's openings: one that runs, and one that opens tomorrow at ten."""

from datetime import datetime, timedelta
from uuid import UUID

from benefits.models import Benefit, Budget
from benefits.operations import OpeningPlan, draft_opening, publish_opening
from common.actors import Actor
from common.clock import day_of, start_of_day

_ZONE = "Asia/Shanghai"


def build_openings(enterprise_id: UUID, *, by: Actor, at: datetime) -> None:
    """Forty cups of coffee for whoever comes first from now on, and ten cards tomorrow."""
    budget = Budget.objects.get(enterprise_id=enterprise_id, is_default=True)
    tomorrow = start_of_day(day_of(at, _ZONE) + timedelta(days=1), _ZONE) + timedelta(hours=10)
    for name, code, pieces, opens_at, days in (("周五咖啡抢领", "coffee-latte", 40, at, 30), ("周年庆抢领", "ecard-100", 10, tomorrow, 3)):
        benefit_id = Benefit.objects.get(code=code).id
        plan = OpeningPlan(enterprise_id, name, benefit_id, budget.id, pieces, opens_at=opens_at, closes_at=opens_at + timedelta(days=days))
        publish_opening(opening_id=draft_opening(plan, by=by, at=at).id, by=by, at=at)

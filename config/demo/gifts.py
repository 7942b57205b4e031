"""The demo's budgets, and benefits that wait for the first members."""

from datetime import datetime
from uuid import UUID

from benefits.operations import BudgetPlan, GrantRequest, GrantWanted, issue_grant, open_budget
from common.actors import Actor
from members.models import Member

SHOWN_MEMBERS = ("G01001", "G01002", "G01003", "G01004", "G01005", "G01006")
_GIFTS = (
    ("video-month", "入职周年快乐"),
    ("ecard-100", "季度之星"),
    ("phone-50", ""),
    ("coffee-bundle", "请同事喝一杯吧"),
    ("thanks-badge", ""),
)
# One of the shown members has something of every kind.
_ONE_OF_EACH = ("canteen-coupon", "friday-salon", "fast-desk", "reading-list", "drive-50g")
_COLLECTOR = "G01006"


def build_gifts(enterprise_id: UUID, *, by: Actor, at: datetime) -> list[Member]:
    """Two budgets, and one grant of each kind for the members whom the welcome names."""
    open_budget(BudgetPlan(enterprise_id, f"{at.year} 员工福利", "CNY", 20_000_000, is_default=True), by=by, at=at)
    open_budget(BudgetPlan(enterprise_id, "销售部激励（件数）", "piece", 500), by=by, at=at)
    members = list(Member.objects.filter(enterprise_id=enterprise_id, staff_no__in=SHOWN_MEMBERS).order_by("staff_no"))
    for member in members:
        kinds = [(code, "") for code in _ONE_OF_EACH] if member.staff_no == _COLLECTOR else []
        for code, note in (*_GIFTS, *kinds):
            wanted = GrantWanted(code, staff_no=member.staff_no or "", note=note)
            issue_grant(GrantRequest(enterprise_id, wanted, source="manual"), by=by, at=at, reason="星河科技员工福利")
    return members

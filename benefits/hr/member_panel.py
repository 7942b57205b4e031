"""What a person has: a piece of the member's page."""

from uuid import UUID

from django.http import HttpRequest

from benefits.hr.life import lives_of_grants
from benefits.models import Grant
from common.console import enterprise_of
from members.hr.panels import Panel, add_panel

MOST = 100


@add_panel
def grants_of(request: HttpRequest, member_id: UUID) -> Panel:
    """The latest hundred grants of a member, and what happened to them."""
    enterprise_id = enterprise_of(request)
    grants = list(Grant.objects.filter(member_id=member_id, enterprise_id=enterprise_id).select_related("benefit").order_by("-id")[:MOST])
    return Panel("hr/parts/member_grants.html", {"grants": grants, "most": MOST}, lives_of_grants(enterprise_id, grants))

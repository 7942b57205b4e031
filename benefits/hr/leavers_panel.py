"""What the leavers of a roster lose: a piece of its preview."""

from uuid import UUID

from django.http import HttpRequest

from benefits.queries.hr.leavers import open_grants_of_leavers
from common.console import enterprise_of
from members.hr.panels import Panel, add_leavers_panel


@add_leavers_panel
def open_grants(request: HttpRequest, roster_id: UUID) -> Panel:
    """How many unclaimed grants, and what they are worth."""
    return Panel("hr/parts/leavers_grants.html", {"lines": open_grants_of_leavers(roster_id, enterprise_of(request))})

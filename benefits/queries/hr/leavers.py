"""What the leavers of a roster have not claimed, and lose with it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from benefits.models import Grant
from benefits.states import GrantState
from members.queries.rosters import leavers_of

_OPEN = (GrantState.SCHEDULED, GrantState.CLAIMABLE)


@dataclass(frozen=True, slots=True)
class OpenGrants:
    """Unclaimed grants out of budgets of one unit. ``is_lost``: the enterprise takes them back from whoever leaves."""

    unit: str
    is_lost: bool
    grants: int
    committed: int


def open_grants_of_leavers(roster_id: UUID, enterprise_id: UUID) -> list[OpenGrants]:
    """A line for each unit, the most valuable first; none where nobody who leaves has anything to claim. One query for any number."""
    open_now = Grant.objects.filter(enterprise_id=enterprise_id, member_id__in=leavers_of(roster_id), state__in=_OPEN).order_by()
    sums = open_now.values("budget__unit", "enterprise__leaver_policy").annotate(grants=Count("id"), total=Sum("committed"))
    return [
        OpenGrants(line["budget__unit"], line["enterprise__leaver_policy"] == "revoke", line["grants"], line["total"])
        for line in sums.order_by("-total")
    ]

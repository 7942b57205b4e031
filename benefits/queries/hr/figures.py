"""How many grants stand where: counted up to a limit, so that a front page costs the same at any size."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from benefits.models import Grant
from benefits.states import GrantState

MOST = 100_000
SOON = timedelta(days=7)

_COUNTS = """
SELECT s.state, (SELECT count(*) FROM (
    SELECT 1 FROM benefits_grant g WHERE g.enterprise_id = %(enterprise)s AND g.state = s.state LIMIT %(most)s + 1) AS counted)
FROM unnest(%(states)s::text[]) AS s (state)
"""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of rows; ``is_cut`` says that there are more."""

    value: int
    is_cut: bool = False

    def __str__(self) -> str:
        return f"{self.value:,}+" if self.is_cut else f"{self.value:,}"

    def __bool__(self) -> bool:
        return self.value > 0


@dataclass(frozen=True, slots=True)
class GrantFigures:
    """The grants of an enterprise by where they stand now."""

    scheduled: Count
    claimable: Count
    claimed: Count
    fulfilled: Count
    used: Count
    ending_soon: Count


def grant_figures(enterprise_id: UUID, at: datetime) -> GrantFigures:
    """Counts by state, and of those that nobody has claimed and that end within seven days. Two queries."""
    states = [GrantState.SCHEDULED, GrantState.CLAIMABLE, GrantState.CLAIMED, GrantState.FULFILLED, GrantState.USED]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"enterprise": enterprise_id, "most": MOST, "states": [state.value for state in states]})
        counts = {state: _cut(number) for state, number in cursor.fetchall()}
    ending = unclaimed_ending_soon(enterprise_id, at).order_by()[: MOST + 1].count()
    return GrantFigures(**counts, ending_soon=_cut(ending))


def unclaimed_ending_soon(enterprise_id: UUID, at: datetime) -> QuerySet[Grant]:
    """Grants that can be claimed for less than seven more days, the most urgent first."""
    grants = Grant.objects.filter(enterprise_id=enterprise_id, state=GrantState.CLAIMABLE, claimable_until__lt=at + SOON)
    return grants.order_by("claimable_until", "id")


def _cut(number: int) -> Count:
    return Count(min(number, MOST), number > MOST)

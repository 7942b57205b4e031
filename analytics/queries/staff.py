"""What each member of staff did, beside what the others did: who is far from everybody else."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Sum

from common.duties.models import Approval, Tally
from common.duties.registry import DUTIES
from common.duties.states import ApprovalState
from common.duties.tally import day_of

# Three times the others' median, and enough of it that chance does not explain it.
FAR = 3
LEAST = 10


@dataclass(frozen=True, slots=True)
class Pattern:
    """One person and one duty: how often in 7 and in 30 days, and the others' median. ``is_odd`` is what a manager looks at."""

    person_id: UUID
    person: str
    duty: str
    in_week: int
    in_month: int
    others_week: float
    others_month: float

    @property
    def is_odd(self) -> bool:
        return is_far(self.in_week, self.others_week) or is_far(self.in_month, self.others_month)


def patterns(at: datetime) -> list[Pattern]:
    """Everybody's counts, the odd ones first. Three queries over one row a person, duty and day."""
    week, month = _counted(at, 7), _counted(at, 30)
    names = {user.pk: user.get_full_name() or user.get_username() for user in get_user_model().objects.filter(pk__in=_people(month))}
    found = [
        Pattern(
            person,
            names[person],
            duty,
            week[duty].get(person, 0),
            count,
            _others(week[duty], month[duty], person),
            _others(counts, counts, person),
        )
        for duty, counts in month.items()
        for person, count in counts.items()
        if count and duty in DUTIES
    ]
    return sorted(found, key=lambda p: (not p.is_odd, -p.in_week, -p.in_month, p.duty, p.person))


def alarms_today(at: datetime) -> int:
    """How often today somebody did what the registry raises an alarm for."""
    loud = [name for name, duty in DUTIES.items() if duty.alarm]
    return Tally.objects.filter(day=day_of(at), duty__in=loud).aggregate(sum=Sum("times"))["sum"] or 0


def approvals_waiting() -> int:
    """How many things wait for a second person."""
    return Approval.objects.filter(state=ApprovalState.WAITING).count()


def _counted(at: datetime, days: int) -> dict[str, dict[UUID, int]]:
    counts: dict[str, dict[UUID, int]] = defaultdict(dict)
    rows = Tally.objects.filter(day__gt=day_of(at) - timedelta(days=days)).values("duty", "person_id").annotate(sum=Sum("times"))
    for row in rows:
        counts[row["duty"]][row["person_id"]] = row["sum"]
    return counts


def _others(counts: dict[UUID, int], all_who_do: dict[UUID, int], person: UUID) -> float:
    """The median of everybody else who does this at all."""
    others = [counts.get(other, 0) for other in all_who_do if other != person]
    return median(others) if others else 0


def _people(counts: dict[str, dict[UUID, int]]) -> set[UUID]:
    return {person for people in counts.values() for person in people}


def is_far(count: int, others: float) -> bool:
    """Whether a count is one to look at: ten or more, and more than three times the others' median."""
    return count >= LEAST and count > FAR * max(others, 1)

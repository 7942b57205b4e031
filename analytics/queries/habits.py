"""How each member of staff went about it in 30 days, beside the median of the others who sit at the same console."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.queries.staff import LEAST, is_far
from common.duties.models import Tally
from common.duties.tally import day_of

DAYS = 30
MOST_TO_ONE_PERCENT = 50
# By the endings of the registry's names.
_COUNTED = {"reveals": (".show",), "exports": (".take_away", ".export", ".download"), "given": (".give", ".batch_confirm")}
MEASURES: dict[str, Promise] = {
    "reveals": _("Codes shown"),
    "exports": _("Taken away"),
    "given": _("Grants by hand or file"),
    "acts": _("Acts in all"),
    "late": _("Out of hours"),
    "to_one": _("Acts for the same member"),
}

# One act is one transaction, however many rows it changed. Out of hours: from eight in the evening to eight in the morning and on
# weekends, by the clock of the enterprise, or of the platform for its operators.
_ACTS = """
WITH acts AS (
    SELECT e.actor, e.tx, e.member_id, min(e.at) AS at FROM common_event e
    WHERE e.actor LIKE 'user:%%' AND e.at >= %(since)s AND e.at <= %(at)s GROUP BY e.actor, e.tx, e.member_id),
spread AS (SELECT actor, tx, min(at) AS at FROM acts GROUP BY actor, tx),
for_one AS (SELECT actor, max(times) AS most FROM (
    SELECT actor, member_id, count(*) AS times FROM acts WHERE member_id IS NOT NULL GROUP BY actor, member_id) t GROUP BY actor),
clocks AS (SELECT 'user:' || s.user_id AS actor, n.time_zone FROM members_staff s JOIN members_enterprise n ON n.id = s.enterprise_id),
timed AS (
    SELECT s.actor, s.at AT TIME ZONE COALESCE(c.time_zone, %(zone)s) AS local FROM spread s LEFT JOIN clocks c ON c.actor = s.actor)
SELECT substr(t.actor, 6)::uuid, count(*),
    count(*) FILTER (WHERE extract(hour FROM t.local) NOT BETWEEN 8 AND 19 OR extract(isodow FROM t.local) > 5), COALESCE(max(o.most), 0)
FROM timed t LEFT JOIN for_one o ON o.actor = t.actor GROUP BY t.actor
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one person, and the median of everybody else at the same console."""

    name: str
    count: int
    others: float
    is_odd: bool


@dataclass(frozen=True, slots=True)
class Habit:
    """One person. ``to_one_percent`` of their acts were for one and the same member."""

    person_id: UUID
    person: str
    is_operator: bool
    measures: tuple[Measure, ...]
    to_one_percent: int

    @property
    def is_odd(self) -> bool:
        return any(measure.is_odd for measure in self.measures)


def habits(at: datetime) -> list[Habit]:
    """Everybody who did anything, the odd ones first. Three queries: of the tallies, of what people changed, of their names."""
    counts = _counts(at)
    users = get_user_model().objects.in_bulk(list(counts))
    found = [_habit(users[person], counts, users) for person in counts if person in users]
    return sorted(found, key=lambda habit: (not habit.is_odd, -_of(habit, "acts"), habit.person))


def _counts(at: datetime) -> dict[UUID, dict[str, int]]:
    counts: dict[UUID, dict[str, int]] = {}
    rows = Tally.objects.filter(_any_ending(), day__gt=day_of(at) - timedelta(days=DAYS)).values_list("person_id", "duty")
    for person, duty, times in rows.annotate(sum=Sum("times")).values_list("person_id", "duty", "sum"):
        mine = counts.setdefault(person, dict.fromkeys(MEASURES, 0))
        mine[next(name for name, endings in _COUNTED.items() if duty.endswith(endings))] += times
    with connection.cursor() as cursor:
        cursor.execute(_ACTS, {"since": at - timedelta(days=DAYS), "at": at, "zone": settings.TIME_ZONE})
        for person, acts, late, to_one in cursor.fetchall():
            counts.setdefault(person, dict.fromkeys(MEASURES, 0)).update(acts=acts, late=late, to_one=to_one)
    return counts


def _any_ending() -> Q:
    asked = Q()
    for ending in (ending for endings in _COUNTED.values() for ending in endings):
        asked |= Q(duty__endswith=ending)
    return asked


def _habit(user: Any, counts: dict[UUID, dict[str, int]], users: dict[UUID, Any]) -> Habit:
    mine = counts[user.pk]
    others = [
        other for person, other in counts.items() if person != user.pk and person in users and users[person].is_staff == user.is_staff
    ]
    percent = mine["to_one"] * 100 // mine["acts"] if mine["acts"] else 0
    measures = tuple(_measure(name, mine[name], [other[name] for other in others], percent) for name in MEASURES)
    return Habit(user.pk, user.get_full_name() or user.get_username(), user.is_staff, measures, percent)


def _measure(name: str, count: int, others: Iterable[int], percent: int) -> Measure:
    middle = median(others) if (others := list(others)) else 0
    # Whoever looks after one member all day has a reason, or an arrangement.
    is_odd = count >= LEAST and percent >= MOST_TO_ONE_PERCENT if name == "to_one" else is_far(count, middle)
    return Measure(name, count, middle, is_odd)


def _of(habit: Habit, name: str) -> int:
    return next(measure.count for measure in habit.measures if measure.name == name)

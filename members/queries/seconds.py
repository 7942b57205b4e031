"""When an enterprise wants a second person, and whether two logins are one."""

from dataclasses import dataclass
from uuid import UUID

from common.actors import Actor
from common.duties.approvals import is_same_person
from common.scope import PLATFORM, within
from members.models.enterprise import Enterprise
from members.models.staff import User


@dataclass(frozen=True, slots=True)
class SecondPersonRule:
    """Above which sum of one day a second administrator must agree; ``None`` is never. ``time_zone`` says what a day is."""

    above_minor: int | None
    above_grants: int | None
    time_zone: str

    def is_met_by(self, *, minor: int, grants: int) -> bool:
        """Whether one person may do so much in a day alone."""
        is_much = self.above_minor is not None and minor > self.above_minor
        is_many = self.above_grants is not None and grants > self.above_grants
        return not (is_much or is_many)


def second_person_rule(enterprise_id: UUID) -> SecondPersonRule:
    """The rule of one enterprise."""
    return SecondPersonRule(
        *Enterprise.objects.values_list("approval_above_minor", "approval_above_grants", "time_zone").get(id=enterprise_id)
    )


@within(PLATFORM)  # Logins, and what they share, are no enterprise's to read; the answer is a yes or a no.
def are_two_people(one: Actor, other: Actor) -> bool:
    """Whether two logins belong to two people, as far as they tell."""
    users = User.objects.in_bulk([one.id, other.id])
    return len(users) == 2 and not is_same_person(*users.values())

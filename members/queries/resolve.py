"""From what is known of a person to the member it points to."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from members.models.identity import Identity
from members.models.member import Member
from members.rules.identity import Address
from members.rules.person import Person


@dataclass(frozen=True, slots=True)
class Found:
    """A member, and whether they still belong to the enterprise."""

    id: UUID
    has_left: bool


def members_named(enterprise_id: UUID, person: Person) -> set[UUID]:
    """The members to whom the person's staff number, external id, phone and mail point: one, when all agree."""
    own = Q(pk__in=[])
    if person.staff_no:
        own |= Q(staff_no=person.staff_no)
    if person.external_id:
        own |= Q(external_id=person.external_id)
    ids = set(Member.objects.filter(own, enterprise_id=enterprise_id).values_list("id", flat=True))
    return ids | holders_of(enterprise_id, person.addresses)


def holders_of(enterprise_id: UUID, addresses: list[Address]) -> set[UUID]:
    """The members who have one of these phones and mails."""
    wanted = Q(pk__in=[])
    for address in addresses:
        wanted |= Q(kind=address.channel, fingerprint=address.fingerprint)
    return set(Identity.objects.filter(wanted, enterprise_id=enterprise_id).values_list("member_id", flat=True))


def found_members(ids: set[UUID]) -> list[Found]:
    """Those members, with whether they have left."""
    return [Found(i, state == "left") for i, state in Member.objects.filter(id__in=ids).values_list("id", "state")]

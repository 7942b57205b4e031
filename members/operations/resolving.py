"""Finding the person whom a grant names; creating them where that is allowed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.refusals import Refused
from members.operations.people import TwoPeople, create_member, hold_people
from members.queries.resolve import Found, found_members, members_named
from members.rules.person import Person, person_of


class MemberNotFound(Refused):
    code = "member_not_found"
    status = 422
    sentence = _("Nobody here fits that. Check it, or add the person first.")


class MemberLeft(Refused):
    code = "member_left"
    sentence = _("This person has left.")


@transaction.atomic
def find_member_for_grant(
    *,
    enterprise_id: UUID,
    by: Actor,
    at: datetime,
    staff_no: str = "",
    phone: str = "",
    email: str = "",
    external_id: str = "",
    name: str = "",
    department: str = "",
    creates: bool = False,
) -> UUID:
    """
    The active member whom these point to. With ``creates``, somebody unknown with a name and a phone or mail is created.

    Locks    the enterprise's people, when somebody is created.

    :raises PhoneInvalid: (or ``EmailInvalid``, ``NameInvalid``, ``FieldInvalid``) a value does not fit.
    :raises MemberNotFound: nobody fits.
    :raises TwoPeople: (``member_ambiguous``) two values point to two people.
    :raises MemberLeft: the person has left.
    """
    given = {"staff_no": staff_no, "phone": phone, "email": email, "external_id": external_id, "name": name, "department": department}
    person = person_of({key: value for key, value in given.items() if value})
    found = _only(found_members(members_named(enterprise_id, person)))
    if found is not None:
        return found.id
    if not (creates and person.name and person.addresses):
        raise MemberNotFound
    hold_people(enterprise_id)
    found = _only(found_members(members_named(enterprise_id, person)))  # Another may have been first.
    return found.id if found else _created(enterprise_id, person, by, at)


def _created(enterprise_id: UUID, person: Person, by: Actor, at: datetime) -> UUID:
    feed.sign(by)
    return create_member(enterprise_id, person, at=at)


def _only(found: list[Found]) -> Found | None:
    if len(found) > 1:
        raise TwoPeople
    if found and found[0].has_left:
        raise MemberLeft
    return found[0] if found else None

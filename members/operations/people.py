"""Members: created, changed, marked as left, back again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from common import feed
from common.actors import Actor
from common.ids import new_id
from common.jobs import tell
from common.refusals import NotFound
from members.models.enterprise import Enterprise
from members.models.login import MemberSession
from members.models.member import Member
from members.operations.departments import departments_at
from members.operations.identities import IdentityTaken, put_identity
from members.queries.resolve import members_named
from members.rules.identity import NameMissing, name_print
from members.rules.person import Person, birthday_print, person_of
from members.states import MemberState


class TwoPeople(NotFound):
    code = "member_ambiguous"
    status = 409
    sentence = _("That fits more than one person. Check the staff number, phone and email.")


@transaction.atomic
def put_member(*, enterprise_id: UUID, external_id: str, fields: Mapping[str, Any], by: Actor, at: datetime) -> tuple[UUID, bool]:
    """
    Create the member with this external id, or change what the fields say of them: the member's id, and whether it is new.

    Somebody whose staff number, phone or mail is known already, and who has no external id yet, is the same person.

    Locks    the enterprise's people (see ``hold_people``).
    Replays  the same fields again change nothing.

    :raises FieldInvalid: (or ``PhoneInvalid``, ``EmailInvalid``, ``NameInvalid``, ``DepartmentInvalid``) a value does not fit.
    :raises IdentityTaken: somebody else has the staff number, phone or mail.
    :raises TwoPeople: the fields point to more than one person.
    """
    person = person_of({**fields, "external_id": external_id})
    hold_people(enterprise_id)
    feed.sign(by)
    member = _to_change(enterprise_id, person)
    if member is None:
        return create_member(enterprise_id, person, at=at), True
    change_member(member, person, at=at)
    return member.id, False


@transaction.atomic
def mark_left(*, member_id: UUID, by: Actor, at: datetime, reason: str = "") -> None:
    """
    Mark a member as left: sessions end with this commit, and whoever listens to ``member.left`` is told.

    Locks    the member.
    Replays  somebody who has left stays so.

    :raises NotFound: no such member.
    """
    member = _locked(member_id)
    feed.sign(by, reason)
    leave(member, at=at)


@transaction.atomic
def rejoin(*, member_id: UUID, by: Actor, at: datetime, reason: str = "") -> None:
    """
    Take a member back: the same person, the same history. They sign in anew.

    Locks    the member.
    Replays  somebody who is here stays so.

    :raises NotFound: no such member.
    """
    member = _locked(member_id)
    feed.sign(by, reason)
    come_back(member, at=at)


@transaction.atomic
def set_language(*, member_id: UUID, language: str, at: datetime) -> None:
    """The language in which a member is written to."""
    Member.objects.filter(id=member_id).update(language=language)


def hold_people(enterprise_id: UUID) -> None:
    """One at a time changes who the people of an enterprise are, until the transaction ends. Their benefits go on."""
    if not Enterprise.objects.select_for_update(no_key=True).filter(id=enterprise_id).exists():
        raise NotFound


def create_member(enterprise_id: UUID, person: Person, *, at: datetime) -> UUID:
    """
    A new member, in the caller's signed transaction.

    :raises NameMissing: no name was given.
    :raises IdentityTaken: somebody else has the staff number, phone or mail.
    """
    if not person.name:
        raise NameMissing
    member = Member(id=new_id(), enterprise_id=enterprise_id, name=person.name)
    _write_facts(member, person)
    if person.has_left:
        member.state, member.left_at = MemberState.LEFT, at
    _save(member, is_new=True)
    for address in person.addresses:
        put_identity(member, address, at=at, is_newcomer=True)
    return member.id


def change_member(member: Member, person: Person, *, at: datetime) -> None:
    """
    Change what is said of a member, in the caller's signed transaction.

    :raises IdentityTaken: somebody else has the staff number, phone or mail.
    """
    _write_facts(member, person)
    _save(member, is_new=False)
    for address in person.addresses:
        put_identity(member, address, at=at)
    if person.has_left is True:
        leave(member, at=at)
    elif person.has_left is False:
        come_back(member, at=at)


def leave(member: Member, *, at: datetime) -> None:
    """Mark as left in the caller's signed transaction."""
    if member.state == MemberState.LEFT:
        return
    member.state, member.left_at = MemberState.LEFT, at
    member.save(update_fields=["state", "left_at"])
    MemberSession.objects.filter(member=member, ended_at=None).update(ended_at=at)
    tell("member.left", member.id)


def come_back(member: Member, *, at: datetime) -> None:
    """Take back in the caller's signed transaction."""
    if member.state == MemberState.LEFT:
        member.state, member.left_at, member.returned_at = MemberState.ACTIVE, None, at
        member.save(update_fields=["state", "left_at", "returned_at"])
        tell("member.returned", member.id)


def _to_change(enterprise_id: UUID, person: Person) -> Member | None:
    mine = Member.objects.filter(enterprise_id=enterprise_id, external_id=person.external_id).select_for_update().first()
    if mine is not None:
        return mine
    ids = members_named(enterprise_id, person)
    if len(ids) > 1:
        raise TwoPeople
    found = Member.objects.select_for_update().filter(id__in=ids).first()
    return found if found is not None and _is_same(found, person) else None


def _is_same(found: Member, person: Person) -> bool:
    if found.external_id is not None:
        return False
    if found.state != MemberState.LEFT or found.staff_no == person.staff_no is not None:
        return True
    # A phone goes to somebody else some months after its owner has gone: another name is another person, who must not
    # inherit what the first one has.
    return person.name is None or found.name == person.name


def _write_facts(member: Member, person: Person) -> None:
    if person.name is not None:
        member.name, member.name_print = person.name, name_print(person.name)
    if person.birthday is not None:
        member.birthday, member.birthday_print = person.birthday.isoformat(), birthday_print(person.birthday)
    if person.department is not None:
        known = departments_at(member.enterprise_id, [person.department])
        member.department_id = known.get(person.department)
    if person.staff_no is not None:
        member.staff_no = person.staff_no or None
    for field in ("external_id", "joined_on", "region", "language"):
        value = getattr(person, field)
        if value is not None:
            setattr(member, field, value)


def _save(member: Member, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            member.save(force_insert=is_new)
    except IntegrityError as error:
        raise IdentityTaken(what="staff_no") from error


def _locked(member_id: UUID) -> Member:
    member = Member.objects.select_for_update().filter(id=member_id).first()
    if member is None:
        raise NotFound
    return member

"""Applying a confirmed roster: some hundred rows a step, each step one transaction, continued after a crash."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from common import feed
from common.actors import Actor, system
from common.ids import new_id
from common.jobs import Progress, tell
from common.refusals import Refused
from members.models.identity import Identity
from members.models.login import MemberSession
from members.models.member import Member
from members.models.roster import Roster, RosterRow, RosterVerdict
from members.operations.contact_letters import letters_of_added
from members.operations.departments import departments_at
from members.operations.identities import identity_row, put_identity
from members.operations.messages import send_messages
from members.operations.people import hold_people
from members.operations.rosters.bulk import insert_identities, insert_members, mark_applied, refresh_statistics, update_members
from members.operations.rosters.check import count_rows
from members.rules.identity import Address
from members.states import MemberState, RosterState

STEP = 1000
_ACTING = [RosterVerdict.JOINS, RosterVerdict.MOVES, RosterVerdict.LEAVES, RosterVerdict.RETURNS]


@dataclass(slots=True)
class Step:
    """The rows of one step with what they need: the members they mean, departments by path, holders of phones and mails."""

    roster: Roster
    rows: list[RosterRow]
    at: datetime
    members: dict[UUID, Member]
    departments: dict[str, UUID]
    held: dict[tuple[str, bytes], UUID]


def apply_some(roster_id: UUID, *, by: Actor, at: datetime) -> Progress:
    """
    Apply the next rows, in the caller's transaction. The last step marks the roster as done.

    Locks    the enterprise's people.
    Replays  rows that were applied are not applied again.
    """
    roster = Roster.objects.get(id=roster_id)
    hold_people(roster.enterprise_id)
    feed.sign(by, reason=f"roster {roster.file_name}")
    rows = list(_waiting(roster).order_by("number")[:STEP])
    _apply(roster, rows, at)
    acting = RosterRow.objects.filter(roster=roster, verdict__in=_ACTING).count()
    left = _waiting(roster).count()
    if not left:
        _finish(roster, at)
    return Progress(done=acting - left, total=acting, is_finished=not left)


def fail_roster(roster_id: UUID, *, problem: str, at: datetime) -> None:
    """Mark a roster that can't be read, or applied, to its end. Rows that were applied stay."""
    feed.sign(system("roster"), reason=problem)
    roster = Roster.objects.select_for_update().get(id=roster_id)
    if roster.state in {RosterState.CHECKING, RosterState.APPLYING}:
        roster.state, roster.problem, roster.finished_at, roster.sealed_content = RosterState.FAILED, problem, at, None
        roster.save(update_fields=["state", "problem", "finished_at", "sealed_content"])


def _waiting(roster: Roster) -> QuerySet[RosterRow]:
    return RosterRow.objects.filter(roster=roster, applied_at=None, verdict__in=_ACTING)


def _apply(roster: Roster, rows: list[RosterRow], at: datetime) -> None:
    try:
        with transaction.atomic():
            _apply_all(roster, rows, at)
    except (IntegrityError, Refused):
        # Somebody was changed between the check and now: find the row by halves, and let the others go on.
        fresh = list(RosterRow.objects.filter(id__in=[row.id for row in rows]).order_by("number"))
        if len(fresh) == 1:
            _refuse(fresh[0])
            return
        middle = len(fresh) // 2
        _apply(roster, fresh[:middle], at)
        _apply(roster, fresh[middle:], at)


def _apply_all(roster: Roster, rows: list[RosterRow], at: datetime) -> None:
    step = _prepare(roster, rows, at)
    newcomers = [row for row in rows if row.member_id is None]
    known = [row for row in rows if row.member_id is not None]
    _create(step, newcomers)
    _change(step, known)
    mark_applied(rows, at=at)


def _prepare(roster: Roster, rows: list[RosterRow], at: datetime) -> Step:
    ids = [row.member_id for row in rows if row.member_id]
    members = {member.id: member for member in Member.objects.select_for_update().filter(id__in=ids).order_by("id")}
    departments = departments_at(roster.enterprise_id, {row.department for row in rows if row.department})
    prints = [bytes(p) for row in rows for p in (row.phone_print, row.email_print) if p]
    held = Identity.objects.filter(enterprise_id=roster.enterprise_id, fingerprint__in=prints)
    holders = {(kind, bytes(fp)): member for kind, fp, member in held.values_list("kind", "fingerprint", "member_id")}
    return Step(roster, rows, at, members, departments, holders)


def _create(step: Step, rows: list[RosterRow]) -> None:
    made: list[Member] = []
    for row in rows:
        member = Member(id=new_id(), enterprise_id=step.roster.enterprise_id)
        _write(step, row, member)
        if row.has_left:
            member.state, member.left_at = MemberState.LEFT, step.at
        row.member_id = member.id
        step.members[member.id] = member
        made.append(member)
    insert_members(made, at=step.at)
    _give_addresses(step, rows, are_newcomers=True)


def _change(step: Step, rows: list[RosterRow]) -> None:
    for row in rows:
        member = step.members[_member_id(row)]
        if row.verdict == RosterVerdict.LEAVES:
            member.state, member.left_at = MemberState.LEFT, step.at
            tell("member.left", member.id)
            continue
        _write(step, row, member)
        if row.verdict == RosterVerdict.RETURNS:
            member.state, member.left_at, member.returned_at = MemberState.ACTIVE, None, step.at
            tell("member.returned", member.id)
    if not rows:
        return
    update_members([step.members[_member_id(row)] for row in rows])
    leavers = [_member_id(row) for row in rows if row.verdict == RosterVerdict.LEAVES]
    MemberSession.objects.filter(member_id__in=leavers, ended_at=None).update(ended_at=step.at)
    _give_addresses(step, [row for row in rows if row.verdict != RosterVerdict.LEAVES])


def _write(step: Step, row: RosterRow, member: Member) -> None:
    values = _values(row)
    if values["name"]:
        member.name, member.name_print = values["name"], row.name_print
    if values["birthday"]:
        member.birthday, member.birthday_print = values["birthday"], row.birthday_print
    if row.staff_no:
        member.staff_no = row.staff_no
    if row.department:
        member.department_id = step.departments[row.department]
    if row.joined_on:
        member.joined_on = row.joined_on
    if row.region:
        member.region = row.region


def _give_addresses(step: Step, rows: list[RosterRow], *, are_newcomers: bool = False) -> None:
    having = set(Identity.objects.filter(member_id__in=[row.member_id for row in rows]).values_list("member_id", "kind"))
    fresh: list[Identity] = []
    for row in rows:
        member = step.members[_member_id(row)]
        for address in _addresses(row):
            holder = step.held.get((address.channel, address.fingerprint))
            if holder == member.id:
                continue
            if holder is None and (member.id, address.channel) not in having:
                changed_at = None if are_newcomers else step.at
                fresh.append(identity_row(member.id, member.enterprise_id, address, changed_at=changed_at))
            else:
                put_identity(member, address, at=step.at, is_newcomer=are_newcomers)
    insert_identities(fresh)
    if not are_newcomers:
        send_messages(letters_of_added(fresh, at=step.at), at=step.at)


def _addresses(row: RosterRow) -> list[Address]:
    values = _values(row)
    found: list[Address] = []
    if row.phone_print:
        found.append(Address("phone", values["phone"], bytes(row.phone_print)))
    if row.email_print:
        found.append(Address("email", values["email"], bytes(row.email_print)))
    return found


def _values(row: RosterRow) -> dict[str, str]:
    values: dict[str, str] = json.loads(row.given)["values"]
    return values


def _member_id(row: RosterRow) -> UUID:
    assert row.member_id is not None  # Newcomers were given theirs a moment ago.
    return row.member_id


def _refuse(row: RosterRow) -> None:
    row.verdict, row.reasons = RosterVerdict.REFUSED, [{"column": "staff_no", "code": "changed_meanwhile"}]
    row.save(update_fields=["verdict", "reasons"])


def _finish(roster: Roster, at: datetime) -> None:
    count_rows(roster)
    roster.state, roster.finished_at = RosterState.DONE, at
    roster.save()
    refresh_statistics()

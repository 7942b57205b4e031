"""Many rows at once: COPY for new ones, one UPDATE over arrays for changed ones. The ORM's bulk writes cost ten times more."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Model

from common.scope.copying import copy_rows
from members.models.identity import Identity
from members.models.member import Member
from members.models.roster import RosterRow

# What a roster says of a member, with the types of the arrays.
_FACTS = {
    "name": "bytea",
    "name_print": "bytea",
    "birthday": "bytea",
    "birthday_print": "bytea",
    "staff_no": "text",
    "department_id": "uuid",
    "joined_on": "date",
    "region": "text",
    "state": "text",
    "left_at": "timestamptz",
    "returned_at": "timestamptz",
}
_SET = ", ".join(f"{column} = v.{column}" for column in _FACTS)
_ARRAYS = ", ".join(f"%s::{kind}[]" for kind in _FACTS.values())
_UPDATE_MEMBERS = f"""
UPDATE members_member m SET {_SET}
FROM unnest(%s::uuid[], {_ARRAYS}) AS v(id, {", ".join(_FACTS)}) WHERE m.id = v.id
"""
_MARK_APPLIED = """
UPDATE members_rosterrow r SET applied_at = %s, member_id = v.member_id
FROM unnest(%s::bigint[], %s::uuid[]) AS v(id, member_id) WHERE r.id = v.id
"""


def insert_members(members: Sequence[Member], *, at: datetime) -> None:
    """Insert new members; the feed's trigger sees them like any others."""
    for member in members:
        member.created_at = at
    _copy(Member, members)


def insert_identities(identities: Sequence[Identity]) -> None:
    """Insert new phones and mails."""
    _copy(Identity, identities)


def update_members(members: Sequence[Member]) -> None:
    """Write what a roster may change of members, all in one statement."""
    fields = [Member._meta.get_field(column.removesuffix("_id")) for column in _FACTS]
    arrays = [[field.get_db_prep_save(getattr(m, field.attname), connection) for m in members] for field in fields]  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE_MEMBERS, [[m.id for m in members], *[_plain(array) for array in arrays]])


def mark_applied(rows: Sequence[RosterRow], *, at: datetime) -> None:
    """Rows that were applied, with the member that each of them became."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK_APPLIED, [at, [row.id for row in rows], [row.member_id for row in rows]])


def refresh_statistics() -> None:
    """
    Tell the planner of what has just come in by the thousand: the next roster, seconds later, is checked with these tables.

    Skipped where another does the same right now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT common_refresh_statistics('members_member', 'members_identity', 'members_department')")


def _copy(model: type[Model], rows: Iterable[Model]) -> None:
    fields = model._meta.concrete_fields
    ready = ([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows)
    copy_rows(model._meta.db_table, [str(field.column) for field in fields], map(_plain, ready))


def _plain(values: Iterable[object]) -> list[object]:
    # Django wraps bytes for statements of its own; arrays and COPY take them bare.
    return [bytes(value.obj) if hasattr(value, "obj") else value for value in values]

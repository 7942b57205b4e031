"""What coincides among the people of an enterprise, and between them and the logins that grant to them. One statement a kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection

from analytics.models import Coincidence
from analytics.models.coincidence import CoincidenceKind
from common.refusals import Refused
from members.operations import address_of

MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Found:
    """
    One coincidence. ``key`` names it within its enterprise and kind; ``print`` is that of the phone, mail or account, if it is one.

    ``member_ids`` are at most fifty of ``member_count``. ``person_id`` is the login whose own it is.
    """

    enterprise_id: UUID
    kind: CoincidenceKind
    key: str
    print: bytes
    person_id: UUID | None
    member_count: int
    member_ids: list[UUID]
    since: datetime


@dataclass(frozen=True, slots=True)
class OwnContact:
    """A phone or mail that a login says is its own: its mail, or a user name that is one."""

    user_id: UUID
    enterprise_id: UUID
    kind: str
    print: bytes


_COUNTED = f"count(DISTINCT m.id), (array_agg(DISTINCT m.id))[1:{MOST_NAMED}]"
# Where somebody is written to, was until lately, or has top-ups sent to. A number that leavers left to newcomers coincides with nobody.
_NAMED = """
named AS (
    SELECT member_id, enterprise_id, kind, fingerprint, replaced_at AS at FROM members_formeridentity
    UNION ALL
    SELECT member_id, enterprise_id, CASE kind WHEN 'text' THEN 'text ' || brand ELSE kind END, fingerprint, bound_at
    FROM members_boundaccount WHERE removed_at IS NULL)"""

_CONTACTS = f"""
WITH {_NAMED},
beside AS (
    SELECT * FROM named
    UNION ALL
    SELECT i.member_id, i.enterprise_id, i.kind, i.fingerprint, i.changed_at FROM members_identity i
    WHERE EXISTS (SELECT 1 FROM named n WHERE n.enterprise_id = i.enterprise_id AND n.kind = i.kind AND n.fingerprint = i.fingerprint))
SELECT m.enterprise_id, b.kind || ':' || encode(b.fingerprint, 'hex'), b.fingerprint, NULL::uuid, {_COUNTED},
    COALESCE(min(b.at), min(m.created_at))
FROM beside b JOIN members_member m ON m.id = b.member_id AND m.state = 'active'
GROUP BY m.enterprise_id, b.kind, b.fingerprint HAVING count(DISTINCT m.id) > 1
"""

# Signed in there, and took or saw something while they were.
_TOOK = """EXISTS (
    SELECT 1 FROM redemption_redemption r LEFT JOIN redemption_reveal v ON v.redemption_id = r.id
    WHERE r.member_id = s.member_id AND (
        (r.created_at >= s.created_at AND r.created_at <= COALESCE(s.ended_at, 'infinity'))
        OR (v.at >= s.created_at AND v.at <= COALESCE(s.ended_at, 'infinity'))))"""

_DEVICES = f"""
WITH shared AS (
    SELECT device_mark FROM members_membersession WHERE device_mark <> ''
    GROUP BY device_mark HAVING count(DISTINCT member_id) > 1)
SELECT m.enterprise_id, s.device_mark, ''::bytea, NULL::uuid, {_COUNTED}, min(s.created_at)
FROM shared d JOIN members_membersession s ON s.device_mark = d.device_mark JOIN members_member m ON m.id = s.member_id
WHERE {_TOOK}
GROUP BY m.enterprise_id, s.device_mark HAVING count(DISTINCT m.id) > 1
"""

_OWN = """
own AS (
    SELECT * FROM unnest(%(users)s::uuid[], %(enterprises)s::uuid[], %(kinds)s::text[], %(prints)s::bytea[])
        AS o (user_id, enterprise_id, kind, fingerprint))"""

_OWN_CONTACTS = f"""
WITH {_OWN}, {_NAMED},
held AS (
    SELECT o.user_id, o.kind, o.fingerprint, i.member_id FROM own o
        JOIN members_identity i ON i.enterprise_id = o.enterprise_id AND i.kind = o.kind AND i.fingerprint = o.fingerprint
    UNION
    SELECT o.user_id, o.kind, o.fingerprint, n.member_id FROM own o
        JOIN named n ON n.enterprise_id = o.enterprise_id AND n.kind = o.kind AND n.fingerprint = o.fingerprint)
SELECT m.enterprise_id, h.user_id || ':' || encode(h.fingerprint, 'hex'), h.fingerprint, h.user_id, {_COUNTED}, min(g.created_at)
FROM held h JOIN members_member m ON m.id = h.member_id
    JOIN benefits_grant g ON g.member_id = m.id AND g.state <> 'revoked'
    JOIN benefits_batch b ON b.id = g.batch_id AND 'user:' || h.user_id IN (b.created_by, b.confirmed_by)
GROUP BY m.enterprise_id, h.user_id, h.fingerprint
"""

# Of an enterprise's staff with its own members, of an operator with anybody's. Whose own they are known to be is no coincidence.
_OWN_DEVICES = f"""
WITH {_OWN}, at_desk AS (
    SELECT DISTINCT t.user_id, t.device_mark, f.enterprise_id FROM members_staffsession t
        LEFT JOIN members_staff f ON f.user_id = t.user_id WHERE t.device_mark <> '')
SELECT m.enterprise_id, d.user_id || ':' || d.device_mark, ''::bytea, d.user_id, {_COUNTED}, min(s.created_at)
FROM at_desk d JOIN members_membersession s ON s.device_mark = d.device_mark
    JOIN members_member m ON m.id = s.member_id AND (d.enterprise_id IS NULL OR d.enterprise_id = m.enterprise_id)
WHERE {_TOOK} AND NOT EXISTS (
    SELECT 1 FROM own o JOIN members_identity i ON i.kind = o.kind AND i.fingerprint = o.fingerprint
    WHERE o.user_id = d.user_id AND i.member_id = m.id)
GROUP BY m.enterprise_id, d.user_id, d.device_mark
"""


def coincidences() -> list[Found]:
    """Everything that coincides now. Five queries, however many people there are."""
    own = own_contacts()
    facts: dict[str, Any] = {
        "users": [each.user_id for each in own],
        "enterprises": [each.enterprise_id for each in own],
        "kinds": [each.kind for each in own],
        "prints": [each.print for each in own],
    }
    asked = (
        (CoincidenceKind.CONTACT, _CONTACTS),
        (CoincidenceKind.DEVICE, _DEVICES),
        (CoincidenceKind.OWN_CONTACT, _OWN_CONTACTS),
        (CoincidenceKind.OWN_DEVICE, _OWN_DEVICES),
    )
    return [_found(kind, row) for kind, statement in asked for row in _rows(statement, facts)]


def own_contacts() -> list[OwnContact]:
    """What the logins of enterprises' staff say of themselves. One query."""
    staff = get_user_model().objects.filter(staff__isnull=False).values_list("id", "staff__enterprise_id", "email", "username")
    return [own for user_id, enterprise_id, *texts in staff for own in _prints(user_id, enterprise_id, texts)]


def open_count() -> int:
    """How many wait for an explanation; for the front page."""
    return Coincidence.objects.filter(explained_at=None).count()


def _prints(user_id: UUID, enterprise_id: UUID, texts: Sequence[str]) -> list[OwnContact]:
    found: dict[bytes, OwnContact] = {}
    for text in texts:
        try:
            address = address_of("email" if "@" in text else "phone", text)
        except Refused:  # A user name is mostly just a name.
            continue
        found[address.fingerprint] = OwnContact(user_id, enterprise_id, address.channel, address.fingerprint)
    return list(found.values())


def _rows(statement: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return cursor.fetchall()


def _found(kind: CoincidenceKind, row: tuple[Any, ...]) -> Found:
    enterprise_id, key, fingerprint, person_id, count, ids, since = row
    return Found(enterprise_id, kind, key, bytes(fingerprint), person_id, count, ids, since)

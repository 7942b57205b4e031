"""Behaviour from outside: taken once by its key, and written into the same feed as everything else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from common.actors import Actor
from common.feed.signature import sign
from common.ids import new_id

# No outside event can pass for one of the platform's own, such as grant.claimed.
PREFIX = "outside."


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing that a member did somewhere else. ``key`` makes it unique within its enterprise."""

    key: str
    kind: str
    member_id: UUID
    occurred_at: datetime
    data: dict[str, Any] = field(default_factory=dict)


# The first of equal keys within one call counts; a call that runs beside this one waits for its commit.
_TAKE = """
INSERT INTO common_eventkey (id, enterprise_id, key, received_at)
SELECT * FROM unnest(%(ids)s::uuid[], %(enterprises)s::uuid[], %(keys)s::text[], %(times)s::timestamptz[])
ON CONFLICT (enterprise_id, key) DO NOTHING RETURNING key
"""

_WRITE = """
INSERT INTO common_event (kind, subject_type, subject_id, enterprise_id, member_id, actor, request_id, data)
SELECT given.kind, 'member', given.member_id, %(enterprise)s, given.member_id, current_setting('quanyi.actor'),
       COALESCE(current_setting('quanyi.request', true), ''), given.data
FROM unnest(%(kinds)s::text[], %(members)s::uuid[], %(data)s::jsonb[]) WITH ORDINALITY AS given (kind, member_id, data, place)
ORDER BY given.place
"""


@transaction.atomic
def take_behaviour(enterprise_id: UUID, given: Sequence[Behaviour], *, by: Actor, at: datetime) -> int:
    """
    Write each event whose key is new into the feed, as ``outside.<kind>``; returns how many. Three statements for all.

    Locks    the keys, in sorted order.
    Replays  a key that was taken before is passed over.
    """
    first = {event.key: event for event in reversed(given)}
    sign(by)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, _columns(enterprise_id, sorted(first), at))
        taken = {key for (key,) in cursor.fetchall()}
        fresh = [event for event in given if event.key in taken and first[event.key] is event]
        cursor.execute(_WRITE, {"enterprise": enterprise_id, **_values(fresh)})
    return len(fresh)


def _columns(enterprise_id: UUID, keys: list[str], at: datetime) -> dict[str, list[Any]]:
    return {
        "ids": [new_id() for _key in keys],
        "enterprises": [enterprise_id] * len(keys),
        "keys": keys,
        "times": [at] * len(keys),
    }


def _values(events: list[Behaviour]) -> dict[str, list[Any]]:
    return {
        "kinds": [f"{PREFIX}{event.kind}" for event in events],
        "members": [event.member_id for event in events],
        "data": [Jsonb({"key": e.key, "occurred_at": e.occurred_at.isoformat(), "data": e.data}) for e in events],
    }

"""Following the feed without losing an event that commits late."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from common.feed.models import Cursor

# Rows of transactions that may still be open are not read: an id lower than one we passed could appear later.
_READ = """
SELECT id, tx, at, kind, subject_type, subject_id, enterprise_id, member_id, before, after, actor, reason, data
FROM common_event
WHERE (tx, id) > (%s, %s) AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY tx, id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a reader sees it."""

    id: int
    tx: int
    at: datetime
    kind: str
    subject_type: str
    subject_id: UUID
    enterprise_id: UUID | None
    member_id: UUID | None
    before: str
    after: str
    actor: str
    reason: str
    data: dict[str, Any]


@transaction.atomic
def read(name: str, *, limit: int = 500) -> Sequence[Entry]:
    """
    The next events for the reader ``name``, and its cursor moved past them.

    Call it inside the transaction that acts on the events: both commit, or neither does.

    Locks    the cursor's row; a second caller of the same name waits for the first.
    """
    Cursor.objects.get_or_create(name=name)
    cursor_row = Cursor.objects.select_for_update().get(name=name)
    with connection.cursor() as cursor:
        cursor.execute(_READ, [cursor_row.tx, cursor_row.event_id, limit])
        entries = [_entry(list(row)) for row in cursor.fetchall()]
    if entries:
        cursor_row.tx, cursor_row.event_id = entries[-1].tx, entries[-1].id
        cursor_row.save()
    return entries


def _entry(row: list[Any]) -> Entry:
    row[-1] = json.loads(row[-1]) if isinstance(row[-1], str) else row[-1]
    return Entry(*row)

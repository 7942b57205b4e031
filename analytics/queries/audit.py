"""Who changed what: the feed as an auditor reads it, a page at a time, each way in on an index of its own."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from common.feed import TrailEntry

PAGE = 50
# Whoever signs so did not come through a console. The last two are the commands.
_OUTSIDE = ("db:", "key:", "system:command", "system:unfence")

# Changes by people, and those made outside the consoles, stand in partial indexes of their own: members make a thousand times as many.
_READ = """
SELECT id, at, kind, subject_type, subject_id, before, after, actor, reason, request_id, data FROM common_event
WHERE {where} AND (at, id) < (%(at)s, %(id)s) ORDER BY at DESC, id DESC LIMIT %(most)s
"""
_BY_PEOPLE = "actor LIKE 'user:%%'"
# What a key or SQL writes is shown where it touches what is guarded: rights, rules, prices, limits, the platform's own work.
_MADE_OUTSIDE = """(actor LIKE 'db:%%' OR actor LIKE 'key:%%' OR actor IN ('system:command', 'system:unfence'))
AND subject_type IN ('apikey', 'benefit', 'budget', 'credential', 'dutylimit', 'enterprise', 'group', 'key', 'listing', 'offer', 'periodictask',
'product', 'riskrule', 'schedule', 'scope', 'staff', 'supplier', 'terms', 'user', 'vault')"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an auditor looks for. ``noun`` is what changed; empty and ``None`` ask for all that people changed, and what changed outside the consoles."""

    subject_id: UUID | None = None
    person_id: UUID | None = None
    noun: str = ""
    made_outside: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, newest first. ``older`` is the place of its last line, where more follow: the time and the id."""

    entries: list[TrailEntry]
    older: tuple[datetime, int] | None


def is_made_outside(actor: str) -> bool:
    """Whether a change was made past the consoles: by SQL, by a program's key, by a command."""
    return actor.startswith(_OUTSIDE)


def changes(asked: Asked, *, before: tuple[datetime, int]) -> Page:
    """What happened before a place. One query; it reads no more of the feed than it shows, and what the noun passes over."""
    where, values = _conditions(asked)
    ways = [f"({_READ.format(where=' AND '.join([*where, *way]))})" for way in _ways_in(asked)]
    both = f"SELECT * FROM ({' UNION ALL '.join(ways)}) AS found ORDER BY at DESC, id DESC LIMIT %(most)s"
    with connection.cursor() as cursor:
        cursor.execute(both, {**values, "at": before[0], "id": before[1], "most": PAGE + 1})
        rows = cursor.fetchall()
    entries = [_entry(row) for row in rows[:PAGE]]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(entries, (last[1], last[0]) if last else None)


def _entry(row: tuple[Any, ...]) -> TrailEntry:
    facts: list[Any] = [*row[1:-1], json.loads(row[-1])]
    return TrailEntry(*facts)


def _ways_in(asked: Asked) -> list[list[str]]:
    """One way an index. Of one thing, or of one person, everything is told."""
    if asked.made_outside:
        return [[_MADE_OUTSIDE]]
    if asked.person_id is not None:
        return [["actor = %(actor)s", _BY_PEOPLE]]
    return [[]] if asked.subject_id is not None else [[_BY_PEOPLE], [_MADE_OUTSIDE]]


def _conditions(asked: Asked) -> tuple[list[str], dict[str, Any]]:
    where: list[str] = []
    values: dict[str, Any] = {}
    if asked.subject_id is not None:
        where.append("subject_id = %(subject)s")
        values["subject"] = asked.subject_id
    if asked.person_id is not None:
        values["actor"] = f"user:{asked.person_id}"
    if asked.noun:
        where.append("subject_type = %(noun)s")
        values["noun"] = asked.noun
    if asked.since is not None:
        where.append("at >= %(since)s")
        values["since"] = asked.since
    if asked.until is not None:
        where.append("at < %(until)s")
        values["until"] = asked.until
    return where, values

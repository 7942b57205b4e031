"""The triggers that write the feed and refuse a move that is not in the table of moves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pgtrigger

Moves = Mapping[Any, Iterable[str]]  # By state: a mapping's keys are invariant, and each noun has its own states.
Leaps = Mapping[tuple[Any, Any], Any]  # Two moves that one statement makes: from, to, and the state between.

_INSERT = """
INSERT INTO common_event (kind, subject_type, subject_id, enterprise_id, member_id, before, after, actor, reason, request_id, data)
SELECT {kind}, '{noun}', n.id, {enterprise}, {member}, {before}, {after},
       COALESCE(NULLIF(current_setting('quanyi.actor', true), ''), 'db:' || session_user),
       COALESCE(current_setting('quanyi.reason', true), ''),
       COALESCE(current_setting('quanyi.request', true), ''), {data}
FROM {rows};
"""

_REFUSE = """
IF EXISTS (SELECT 1 FROM new_rows n JOIN old_rows o ON o.id = n.id
           WHERE o.state <> n.state AND (o.state || '>' || n.state) NOT IN ({allowed})) THEN
    RAISE EXCEPTION 'a {noun} can not make this move: %', (
        SELECT string_agg(DISTINCT o.state || ' to ' || n.state, ', ') FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE o.state <> n.state AND (o.state || '>' || n.state) NOT IN ({allowed})) USING ERRCODE = 'check_violation';
END IF;
"""


@dataclass(frozen=True, slots=True)
class Columns:
    """
    Where an event finds its enterprise, its member and its facts: SQL over the new row ``n``.

    ``born_kind`` names the event of an insert where that depends on the row.
    """

    enterprise: str = "NULL::uuid"
    member: str = "NULL::uuid"
    data: str = "'{}'::jsonb"
    born_kind: str = ""


def life_of(
    noun: str, moves: Moves, *, columns: Columns | None = None, born: str = "", leaps: Leaps | None = None, keeps: Sequence[str] = ()
) -> list[pgtrigger.Trigger]:
    """
    Give a table with a ``state`` its life: each change of state becomes one event ``noun.state``.

    ``born`` names the event of an insert (``grant.issued``); empty, an insert leaves no event of its own.
    ``leaps`` may be made in one statement, and leave the events of both moves.
    ``keeps`` are fields that never change, as the id does not: whoever could change it would make a move that nobody sees.
    Statement-level, so that one UPDATE of a million rows pays once. A move outside ``moves`` fails the statement.
    """
    columns = columns or Columns()
    itself = pgtrigger.ReadOnly(name=f"{noun}_is_itself", fields=["id", *keeps])
    triggers = [_on_update(noun, moves, columns, leaps or {}), itself]
    if born:
        triggers.append(_on_insert(noun, born, columns))
    return triggers


def _on_insert(noun: str, born: str, columns: Columns) -> pgtrigger.Trigger:
    kind = columns.born_kind or f"'{noun}.{born}'"
    write = _fill(noun, columns, kind=kind, before="''", rows="new_rows n")
    return pgtrigger.Trigger(
        name=f"{noun}_born",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=f"{write} RETURN NULL;",
    )


def _on_update(noun: str, moves: Moves, columns: Columns, leaps: Leaps) -> pgtrigger.Trigger:
    possible = [(start, end) for start, ends in moves.items() for end in sorted(ends)]
    allowed = ", ".join(f"'{start!s}>{end!s}'" for start, end in [*possible, *leaps]) or "''"
    if leaps:
        write = _fill(noun, columns, kind=f"'{noun}.' || s.after", before="s.before", after="s.after", rows=_in_steps(leaps))
    else:
        rows = "new_rows n JOIN old_rows o ON o.id = n.id WHERE o.state <> n.state"
        write = _fill(noun, columns, kind=f"'{noun}.' || n.state", before="o.state", rows=rows)
    return pgtrigger.Trigger(
        name=f"{noun}_moved",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
        func=f"{_REFUSE.format(noun=noun, allowed=allowed)} {write} RETURN NULL;",
    )


def _in_steps(leaps: Leaps) -> str:
    """Each row once for each move that it has made, in their order."""
    between = " ".join(f"WHEN '{start!s}>{end!s}' THEN '{middle!s}'" for (start, end), middle in leaps.items())
    return f"""new_rows n JOIN old_rows o ON o.id = n.id
    CROSS JOIN LATERAL (SELECT CASE o.state || '>' || n.state {between} END AS state) AS b
    CROSS JOIN LATERAL (
        SELECT 1 AS step, o.state AS before, b.state AS after WHERE b.state IS NOT NULL
        UNION ALL SELECT 2, COALESCE(b.state, o.state), n.state) AS s
WHERE o.state <> n.state ORDER BY s.step"""


def _fill(noun: str, columns: Columns, *, kind: str, before: str, rows: str, after: str = "n.state") -> str:
    return _INSERT.format(
        noun=noun,
        kind=kind,
        before=before,
        after=after,
        rows=rows,
        enterprise=columns.enterprise,
        member=columns.member,
        data=columns.data,
    )

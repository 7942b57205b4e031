"""From rows as they were read to rows of a batch: brought in bulk, and told in one statement whom and what each means."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from benefits.models import Batch
from benefits.operations.batches.ahead import one_ahead
from benefits.operations.batches.parse import ParsedRow, as_json
from common.sealed import seal

# As a row is brought. What was given and who is meant go in sealed.
_COLUMNS = {
    "number": "integer",
    "given": "bytea",
    "staff_no": "text",
    "external_id": "text",
    "phone_print": "bytea",
    "email_print": "bytea",
    "person": "bytea",
    "benefit_code": "text",
    "quantity": "integer",
    "valid_from": "date",
    "valid_until": "date",
    "note": "text",
    "reference": "text",
    "reasons": "jsonb",
}
_NAMES = ", ".join(_COLUMNS)
_PREPARE = f"CREATE TEMPORARY TABLE staged_row ({', '.join(f'{name} {kind}' for name, kind in _COLUMNS.items())})"
_BROUGHT = f"unnest({', '.join(f'%({name})s::{kind}[]' for name, kind in _COLUMNS.items())}) AS s ({_NAMES})"

# Whoever is named by staff number, external id, phone or mail: two different people are one too many. Another enterprise's
# benefit looks like one that does not exist. Days are the enterprise's days; the last day is included.
_PLACE = f"""
INSERT INTO benefits_batchrow (batch_id, {_NAMES}, member_id, benefit_id, terms_id, committed, claimable_from, claimable_until, outcome)
SELECT %(batch)s, {", ".join(f"s.{name}" for name in _COLUMNS if name != "reasons")}, v.reasons, v.member_id, b.id, t.id,
    COALESCE(s.quantity * (CASE WHEN %(unit)s = 'piece' THEN 1 ELSE b.price_minor END), 0), w.opens, w.closes,
    CASE WHEN v.reasons = '[]' THEN 'good' ELSE 'refused' END
FROM {{rows}}
    LEFT JOIN members_member a ON a.enterprise_id = %(enterprise)s AND a.staff_no = NULLIF(s.staff_no, '')
    LEFT JOIN members_member x ON x.enterprise_id = %(enterprise)s AND x.external_id = NULLIF(s.external_id, '')
    LEFT JOIN members_identity p ON p.enterprise_id = %(enterprise)s AND p.kind = 'phone' AND p.fingerprint = s.phone_print
    LEFT JOIN members_identity e ON e.enterprise_id = %(enterprise)s AND e.kind = 'email' AND e.fingerprint = s.email_print
    CROSS JOIN LATERAL (SELECT LEAST(a.id, x.id, p.member_id, e.member_id) AS least, GREATEST(a.id, x.id, p.member_id, e.member_id) AS most) m
    CROSS JOIN LATERAL (SELECT CASE WHEN m.least = m.most THEN m.least END AS member_id,
        CASE WHEN m.least <> m.most THEN s.reasons || '[{{{{"column": "staff_no", "code": "member_ambiguous", "facts": {{{{"because": "two_people"}}}}}}}}]'
             ELSE s.reasons END AS reasons) v
    LEFT JOIN benefits_benefit b ON b.code = s.benefit_code AND b.state <> 'draft' AND s.quantity IS NOT NULL
        AND (b.enterprise_id IS NULL OR b.enterprise_id = %(enterprise)s)
    LEFT JOIN (SELECT DISTINCT ON (benefit_id) benefit_id, id, valid_days, valid_until FROM benefits_terms
        ORDER BY benefit_id, version DESC) t ON t.benefit_id = b.id
    CROSS JOIN LATERAL (SELECT CASE WHEN t.id IS NOT NULL THEN COALESCE(s.valid_from::timestamp AT TIME ZONE %(zone)s, %(at)s) END AS opens) o
    CROSS JOIN LATERAL (SELECT o.opens, CASE WHEN t.id IS NULL THEN NULL
        WHEN s.valid_until IS NOT NULL THEN (s.valid_until + 1)::timestamp AT TIME ZONE %(zone)s
        ELSE LEAST(o.opens + make_interval(days => COALESCE(t.valid_days, CASE WHEN t.valid_until IS NULL THEN 90 END)),
                   (t.valid_until + 1)::timestamp AT TIME ZONE %(zone)s) END AS closes) w
ORDER BY s.number
"""
# So many travel as arrays with the statement; for more a table of their own is worth its making.
_FEW = 100
_CHUNK = 5_000
Columns = tuple[object, ...]


def stage_rows(batch: Batch, rows: Iterable[ParsedRow], *, at: datetime) -> int:
    """
    Write rows into the batch; returns how many. Each says whom and what it means, and is good unless its cells refused it.

    The details of people are kept only where people may be made of them.
    """
    facts: dict[str, Any] = {
        "batch": batch.id,
        "enterprise": batch.enterprise_id,
        "zone": batch.enterprise.time_zone,
        "unit": batch.budget.unit if batch.budget else "",
        "at": at,
    }
    brought = _columns(rows, keeps_people=batch.creates_members)
    few = list(islice(brought, _FEW))
    with connection.cursor() as cursor:
        if len(few) < _FEW:
            arrays = {name: [columns[place] for columns in few] for place, name in enumerate(_COLUMNS)}
            cursor.execute(_PLACE.format(rows=_BROUGHT), {**facts, **arrays})
            return cursor.rowcount
        cursor.execute(_PREPARE)
        count = sum(_place(cursor, chunk, facts) for chunk in chain([few], one_ahead(_chunks(brought))))
        cursor.execute("DROP TABLE staged_row")
    return count


def _place(cursor: CursorWrapper, chunk: Sequence[Columns], facts: dict[str, Any]) -> int:
    with cursor.copy(f"COPY staged_row ({_NAMES}) FROM STDIN") as copy:
        for columns in chunk:
            copy.write_row(columns)
    cursor.execute(_PLACE.format(rows="staged_row s"), facts)
    count = cursor.rowcount
    cursor.execute("TRUNCATE staged_row")
    return count


def _chunks(brought: Iterator[Columns]) -> Iterator[list[Columns]]:
    while chunk := list(islice(brought, _CHUNK)):
        yield chunk


def _columns(rows: Iterable[ParsedRow], *, keeps_people: bool) -> Iterator[Columns]:
    for row in rows:
        yield (
            row.number,
            seal(row.given, purpose="benefits.row.given"),
            row.staff_no,
            row.external_id,
            row.phone_print,
            row.email_print,
            seal(as_json(row.person), purpose="benefits.row.person") if keeps_people and row.person else None,
            row.benefit_code,
            row.quantity,
            row.valid_from,
            row.valid_until,
            row.note,
            row.reference,
            json.dumps(row.reasons, ensure_ascii=False) if row.reasons else "[]",
        )

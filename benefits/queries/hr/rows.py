"""The rows of a batch, page by page: what was refused and why, what will be given to whom, and everything for the download."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from benefits.models import Batch, BatchRow, Benefit
from benefits.queries.row_reasons import quoted_facts
from benefits.queries.words import Words
from benefits.rules.grant_columns import GRANT_COLUMNS
from common.sheets.explained import Explained, explain
from members.queries import members_by_ids

PAGE = 50

_REASONS = """
SELECT reason->>'code', count(*) FROM benefits_batchrow r CROSS JOIN LATERAL jsonb_array_elements(r.reasons) AS reason
WHERE r.batch_id = %(batch)s AND r.outcome IN ('refused', 'skipped') GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that is not granted, with everything that is wrong with it."""

    number: int
    who: str
    reasons: list[Explained]


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a long list. ``after`` is where the next one begins; ``None`` at the end."""

    rows: Sequence[Any]
    after: int | None


@dataclass(frozen=True, slots=True)
class GoodRow:
    """One row that is or will be granted."""

    number: int
    who: str
    department: str
    is_new_person: bool
    benefit: Words
    quantity: int
    claimable_from: datetime
    claimable_until: datetime
    note: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One row of the download: what was given, and what became of it."""

    number: int
    given: dict[str, str]
    outcome: str
    grant_state: str
    serial: str
    reasons: list[Explained]


class _Kept(NamedTuple):
    """What the download needs of a row: without a model's weight, of which 200,000 are felt."""

    number: int
    given: str
    outcome: str
    reasons: list[dict[str, Any]]
    valid_until: date | None
    claimable_until: datetime | None
    grant__state: str | None
    grant__serial: str | None


def reason_counts(batch: Batch) -> list[tuple[str, int]]:
    """How often each reason was found, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(_REASONS, {"batch": batch.id})
        return [(code, count) for code, count in cursor.fetchall()]


def refused_rows(batch: Batch, *, reason: str = "", after: int = 0) -> Page:
    """The next fifty rows that are not granted, in the order of the file. One query."""
    rows = batch.rows.filter(outcome__in=["refused", "skipped"], number__gt=after).order_by("number")
    if reason:
        rows = rows.filter(reasons__contains=[{"code": reason}])
    unit = batch.budget.unit if batch.budget else ""
    return _page(rows, lambda row: _refused(row, unit))


def good_rows(batch: Batch, *, after: int = 0) -> Page:
    """The next rows that are or will be granted, with the people they mean, in the order of the file. Three queries."""
    found = list(batch.rows.filter(outcome__in=["good", "granted"], number__gt=after).order_by("number")[: PAGE + 1])
    rows = found[:PAGE]
    people = members_by_ids([row.member_id for row in rows if row.member_id])
    benefits = Benefit.objects.in_bulk([row.benefit_id for row in rows])
    return Page([_good(row, people, benefits) for row in rows], rows[-1].number if len(found) > PAGE else None)


def result_rows(batch: Batch, *, after: int, limit: int) -> list[ResultRow]:
    """The next rows with their outcomes, in the order of the file. One query."""
    unit = batch.budget.unit if batch.budget else ""
    rows = batch.rows.filter(number__gt=after).order_by("number").values_list(*_Kept._fields)[:limit]
    return [_result(_Kept(*row), unit) for row in rows]


def _page(rows: QuerySet[BatchRow], shape: Any) -> Page:
    found = list(rows.defer("person")[: PAGE + 1])
    shown = found[:PAGE]
    return Page([shape(row) for row in shown], shown[-1].number if len(found) > PAGE else None)


def _refused(row: BatchRow, unit: str) -> RefusedRow:
    given = _given(row)
    who = " · ".join(given[key] for key in ("name", "staff_no") if given.get(key)) or given.get("phone") or given.get("email") or ""
    return RefusedRow(row.number, who, explain(_with_amounts(row, unit), given, GRANT_COLUMNS))


def _good(row: BatchRow, people: dict[UUID, Any], benefits: dict[UUID, Benefit]) -> GoodRow:
    given, member = _given(row), people.get(row.member_id) if row.member_id else None
    benefit = benefits[row.benefit_id]  # type: ignore[index]  # A good row has its benefit.
    return GoodRow(
        number=row.number,
        who=member.name if member else given.get("name") or given.get("phone") or given.get("email", ""),
        department=member.department if member else given.get("department", ""),
        is_new_person=member is None,
        benefit=Words(benefit.name, benefit.name_en),
        quantity=row.quantity or 0,
        claimable_from=row.claimable_from,  # type: ignore[arg-type]  # Set by the same check.
        claimable_until=row.claimable_until,  # type: ignore[arg-type]
        note=row.note,
    )


def _result(row: _Kept, unit: str) -> ResultRow:
    given = json.loads(row.given or "{}")
    reasons = explain(_with_amounts(row, unit), given, GRANT_COLUMNS)
    return ResultRow(row.number, given, row.outcome, row.grant__state or "", row.grant__serial or "", reasons)


def _given(row: BatchRow) -> dict[str, str]:
    found: dict[str, str] = json.loads(row.given or "{}")
    return found


def _with_amounts(row: BatchRow | _Kept, unit: str) -> list[dict[str, Any]]:
    """The reasons, with what a sentence quotes beside the cell: amounts in their unit, the earlier file, the last day."""
    return [{**reason, "facts": quoted_facts(reason, row, unit)} for reason in row.reasons]

"""Openings as members see them: what comes, what is open, what is theirs, what is gone. One query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from benefits.queries.openings.standing import ENDS, IS_MEANT
from common.sql import prepared_cursor

Shown = Literal["soon", "open", "yours", "sold_out", "closed"]
Remaining = Literal["plenty", "few", "none"]
PAST_SHOWN_FOR = timedelta(days=7)
# A tenth of the pieces, and never more than so many, are few. No more rows than that are counted, however large the opening is.
MOST_FEW = 100

_SQL = """
SELECT o.id, o.name, o.benefit_id, o.opens_at, {ends}, o.pieces, o.limit_per_member, o.limit_per_day,
    COALESCE(mine.taken, 0), COALESCE(mine.today, 0), mine.last,
    (SELECT count(*) FROM (SELECT 1 FROM benefits_piece p WHERE p.opening_id = o.id AND p.state = 'free' LIMIT %(few)s + 1) seen)
FROM benefits_opening o
    JOIN members_member m ON m.id = %(member)s AND m.enterprise_id = o.enterprise_id AND m.state = 'active'
    JOIN members_enterprise e ON e.id = o.enterprise_id
    JOIN benefits_benefit b ON b.id = o.benefit_id
    LEFT JOIN LATERAL (
        SELECT count(*) AS taken, (array_agg(p.grant_id ORDER BY p.number DESC))[1] AS last, count(*) FILTER (
            WHERE p.taken_at >= date_trunc('day', %(at)s AT TIME ZONE e.time_zone) AT TIME ZONE e.time_zone) AS today
        FROM benefits_piece p WHERE p.opening_id = o.id AND p.member_id = m.id AND p.state = 'taken') mine ON true
WHERE o.state IN ({states}) AND {ends} > %(since)s AND {is_meant} {only}
ORDER BY o.opens_at, o.id LIMIT 50
"""
_LIVE, _PAST = "'published'", "'published', 'closed'"


@dataclass(frozen=True, slots=True)
class ShownOpening:
    """
    One opening before one member. ``closes_at`` is when it ended, where it ended early.

    ``remaining`` in words: an exact number would be wrong before it is read. ``grant_id`` is the member's latest piece of it.
    """

    id: UUID
    name: str
    benefit_id: UUID
    opens_at: datetime
    closes_at: datetime
    shown: Shown
    remaining: Remaining
    limit_per_member: int
    taken: int
    grant_id: UUID | None


def openings_shown(
    member_id: UUID, *, at: datetime, benefit_id: UUID | None = None, opening_id: UUID | None = None, with_past: bool = False
) -> list[ShownOpening]:
    """
    The openings that are meant for a member and not over, the earliest first; with the past, also those of the last week.

    ``benefit_id`` and ``opening_id`` narrow it to one.
    """
    facts: dict[str, object] = {"member": member_id, "at": at, "few": MOST_FEW, "benefit": benefit_id, "opening": opening_id}
    facts["since"] = at - PAST_SHOWN_FOR if with_past else at
    only = ("AND o.benefit_id = %(benefit)s" if benefit_id else "") + (" AND o.id = %(opening)s" if opening_id else "")
    with prepared_cursor() as cursor:
        cursor.execute(_SQL.format(states=_PAST if with_past else _LIVE, is_meant=IS_MEANT, ends=ENDS, only=only), facts)  # type: ignore[arg-type]
        return [_shown(row, at) for row in cursor.fetchall()]


def _shown(row: tuple, at: datetime) -> ShownOpening:
    opening_id, name, benefit_id, opens_at, closes_at, pieces, per_member, per_day, taken, today, last, free = row
    is_full = taken >= per_member or (per_day is not None and today >= per_day)
    shown: Shown = "open" if free else "sold_out"
    if is_full:
        shown = "yours"
    elif at >= closes_at:
        shown = "closed"
    elif at < opens_at:
        shown = "soon"
    return ShownOpening(opening_id, name, benefit_id, opens_at, closes_at, shown, _remaining(free, pieces), per_member, taken, last)


def _remaining(free: int, pieces: int) -> Remaining:
    if not free:
        return "none"
    return "few" if free <= min(MOST_FEW, -(-pieces // 10)) else "plenty"

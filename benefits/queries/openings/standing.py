"""How an opening stands for one member: what a take is decided by. One query, each part of it from an index."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from benefits.rules.freeze import AFTER_FREEZE
from benefits.rules.openings import Caps, Standing
from common.sql import prepared_cursor

# It ends as it was planned, or when somebody closed it, or when its benefit is not given any more.
ENDS = "LEAST(o.closes_at, o.closed_at, b.listed_until, CASE WHEN b.state <> 'listed' THEN %(at)s::timestamptz END)"

# Whoever is not meant learns nothing: a foreign opening, a draft and one for other departments look like none at all.
_STANDING = """
SELECT o.state, o.opens_at, {ends}, EXISTS (SELECT 1 FROM benefits_piece p WHERE p.opening_id = o.id AND p.state = 'free'),
    o.limit_per_member, o.limit_per_day, o.limit_per_device, COALESCE(mine.grants, '{}'), COALESCE(mine.today, 0),
    CASE WHEN %(device)s::bytea IS NULL OR o.limit_per_device IS NULL THEN 0 ELSE (SELECT count(*) FROM benefits_piece p
        WHERE p.opening_id = o.id AND p.device_print = %(device)s::bytea) END,
    COALESCE({after_freeze}, false), o.enterprise_id, e.time_zone, t.valid_days, t.valid_until
FROM benefits_opening o
    JOIN members_member m ON m.id = %(member)s AND m.enterprise_id = o.enterprise_id AND m.state = 'active'
    JOIN members_enterprise e ON e.id = o.enterprise_id
    JOIN benefits_terms t ON t.id = o.terms_id
    JOIN benefits_benefit b ON b.id = o.benefit_id
    LEFT JOIN LATERAL (
        SELECT array_agg(p.grant_id ORDER BY p.number) AS grants, count(*) FILTER (
            WHERE p.taken_at >= date_trunc('day', %(at)s::timestamptz AT TIME ZONE e.time_zone) AT TIME ZONE e.time_zone) AS today
        FROM benefits_piece p WHERE p.opening_id = o.id AND p.member_id = m.id AND p.state = 'taken') mine ON true
WHERE o.id = %(opening)s AND o.state IN ('preparing', 'published', 'closed') AND {is_meant}
"""
# Departments are meant with all below them.
IS_MEANT = """
(NOT EXISTS (SELECT 1 FROM benefits_opening_departments l WHERE l.opening_id = o.id)
 OR EXISTS (SELECT 1 FROM benefits_opening_departments l JOIN members_department d ON d.id = l.department_id
            JOIN members_department own ON own.id = m.department_id
            WHERE l.opening_id = o.id AND (own.path = d.path OR starts_with(own.path, d.path || '/'))))
"""
_SQL = _STANDING.replace("{is_meant}", IS_MEANT).replace("{ends}", ENDS).replace("{after_freeze}", AFTER_FREEZE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One member asks for a piece of one opening. ``device`` is the print of what calls itself the same device."""

    opening_id: UUID
    member_id: UUID
    device: bytes | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules decide by, and what a grant of the opening is made with."""

    standing: Standing
    enterprise_id: UUID
    time_zone: str
    valid_days: int | None
    valid_until: date | None


def ground_of(asked: Asked, *, at: datetime) -> Ground | None:
    """The ground of one take; None where there is no such opening for this member. One query."""
    facts: dict[str, object] = {"opening": asked.opening_id, "member": asked.member_id, "device": asked.device, "at": at}
    with prepared_cursor() as cursor:
        cursor.execute(_SQL, facts)  # type: ignore[arg-type]
        row = cursor.fetchone()
    if row is None:
        return None
    state, opens_at, closes_at, has_free, per_member, per_day, per_device, grants, today, on_device, is_late, *rest = row
    standing = Standing(state, opens_at, closes_at, has_free, Caps(per_member, per_day, per_device), grants, today, on_device, is_late)
    return Ground(standing, *rest)

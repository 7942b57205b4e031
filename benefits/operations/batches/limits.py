"""How much of a benefit one person may have: asked when rows are checked, and once more while they are issued."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from benefits.models import Terms
from benefits.operations.batches.chosen import ChosenRow

# Whoever is meant. Somebody new has no id yet, and two strangers are not one person.
WHO = "COALESCE(r.member_id::text, encode(r.phone_print, 'hex'), encode(r.email_print, 'hex'))"

# What a person has within the period, and what these rows add before and with this one.
_WANTED = """
SELECT l.id, l.limit_per_member FROM (
    SELECT r.id, t.limit_per_member, COALESCE(h.held, 0)
            + sum(r.quantity) OVER (PARTITION BY {who}, r.benefit_id ORDER BY r.number) AS wanted
    FROM benefits_batchrow r JOIN benefits_terms t ON t.id = r.terms_id
    LEFT JOIN LATERAL (SELECT sum(g.quantity) AS held FROM benefits_grant g WHERE g.member_id = r.member_id
        AND g.benefit_id = r.benefit_id AND g.state NOT IN ('revoked', 'expired')
        AND (t.limit_period_days IS NULL OR g.created_at > %(at)s - make_interval(days => t.limit_period_days))) h ON true
    WHERE {which} AND t.limit_per_member IS NOT NULL) l WHERE l.wanted > l.limit_per_member"""
FOUND_IN_BATCH = _WANTED.format(who=WHO, which="r.batch_id = %(batch)s AND r.reasons = '[]'")
_FOUND_IN_ROWS = _WANTED.format(who=WHO, which="r.id = ANY(%(rows)s)")

# So many rows hold their own people and benefits; more of them hold the enterprise's as a whole.
FEW = 20


def hold_limits(enterprise_id: UUID, rows: list[ChosenRow]) -> bool:
    """
    One at a time gives a person a benefit that is limited, until the transaction ends; False where nothing here is.

    Locks    each person with each benefit where the rows are few and their people known, else all of the enterprise's.
             After references, before people and accounts.
    """
    limited = set(Terms.objects.filter(id__in={row.terms_id for row in rows}).exclude(limit_per_member=None).values_list("id", flat=True))
    held = [row for row in rows if row.terms_id in limited]
    if not held:
        return False
    everyone = f"benefits.limits:{enterprise_id}"
    if len(held) > FEW or any(row.member_id is None for row in held):
        _hold("pg_advisory_xact_lock", everyone)
        return True
    _hold("pg_advisory_xact_lock_shared", everyone)
    for name in sorted({f"{everyone}:{row.member_id}:{row.benefit_id}" for row in held}):
        _hold("pg_advisory_xact_lock", name)
    return True


def skip_over_limit(rows: list[ChosenRow], *, at: datetime) -> None:
    """Mark good rows as skipped that would give somebody more than the terms allow; the caller holds the limits."""
    good = [row for row in rows if row.outcome == "good"]
    with connection.cursor() as cursor:
        cursor.execute(_FOUND_IN_ROWS, {"rows": [row.id for row in good], "at": at})
        limit_of: dict[int, int] = dict(cursor.fetchall())
    for row in good:
        if row.id in limit_of:
            row.skip("quantity", "over_limit", limit=limit_of[row.id])


def _hold(function: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])

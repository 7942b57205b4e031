"""
The checks of a batch, each one statement over all its rows, which know by now whom and what they mean.

A check refuses rows and says why. They run in this order and may each be repeated: a row that has the reason already does
not get it twice.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from benefits.models import Batch
from benefits.operations.batches.limits import FOUND_IN_BATCH, WHO
from benefits.rules.freeze import AFTER_FREEZE, SINCE

_ADD = """
UPDATE benefits_batchrow r SET outcome = 'refused',
    reasons = r.reasons || jsonb_build_array(jsonb_build_object('column', {column}, 'code', {code}, 'facts', {facts}))
FROM ({found}) f
WHERE r.id = f.id AND NOT r.reasons @> jsonb_build_array(jsonb_build_object('code', {code}))
"""


# By which of a row's cells somebody is looked for first.
_WHO_IS_MEANT = """CASE WHEN r.staff_no <> '' THEN 'staff_no' WHEN r.external_id <> '' THEN 'external_id'
        WHEN r.phone_print IS NOT NULL THEN 'phone' WHEN r.email_print IS NOT NULL THEN 'email' ELSE 'staff_no' END"""


def _add(code: str, column: str, found: str, facts: str = "'{}'::jsonb") -> str:
    where = column if column == _WHO_IS_MEANT else f"'{column}'"
    return _ADD.format(code=f"'{code}'", column=where, found=found, facts=facts)


_UNKNOWN_PERSON = _add(
    "member_not_found",
    _WHO_IS_MEANT,
    """SELECT r.id FROM benefits_batchrow r WHERE r.batch_id = %(batch)s AND r.member_id IS NULL
        AND NOT r.reasons @> '[{"code": "member_ambiguous"}]' AND NOT r.reasons @> '[{"column": "phone"}]'
        AND NOT r.reasons @> '[{"column": "email"}]' AND NOT r.reasons @> '[{"column": "staff_no"}]'
        AND NOT (%(creates)s AND (r.person IS NOT NULL OR r.reasons @> '[{"column": "name"}]')
            AND (r.phone_print IS NOT NULL OR r.email_print IS NOT NULL))""",
)

_LEAVERS = _add(
    "member_left",
    _WHO_IS_MEANT,
    "SELECT r.id FROM benefits_batchrow r JOIN members_member m ON m.id = r.member_id WHERE r.batch_id = %(batch)s AND m.state = 'left'",
)

# Who is to be made of a row would be added now. Of a row that nobody is found or made for, this says nothing.
JOINED_LATE = f"""SELECT r.id, {SINCE} AS since FROM benefits_batchrow r JOIN members_enterprise e ON e.id = %(enterprise)s
    LEFT JOIN members_member m ON m.id = r.member_id WHERE {AFTER_FREEZE}"""
_AFTER_FREEZE = _add(
    "joined_after_freeze",
    _WHO_IS_MEANT,
    f"{JOINED_LATE} AND r.batch_id = %(batch)s AND (r.member_id IS NOT NULL OR r.reasons = '[]')",
    facts="jsonb_build_object('since', f.since)",
)

_UNKNOWN_BENEFIT = _add(
    "unknown_benefit",
    "benefit_code",
    """SELECT r.id FROM benefits_batchrow r WHERE r.batch_id = %(batch)s AND r.benefit_code <> '' AND NOT EXISTS (
        SELECT 1 FROM benefits_benefit b WHERE b.code = r.benefit_code AND b.state <> 'draft'
            AND (b.enterprise_id IS NULL OR b.enterprise_id = %(enterprise)s))""",
)

# Of a row ``r`` and its benefit ``b``. Both are asked once more when the row becomes a grant; why a benefit is not to be had are the
# facts of its sentence, and NULL where it is.
WHY_UNAVAILABLE = """CASE
    WHEN b.state <> 'listed' THEN jsonb_build_object('because', 'delisted')
    WHEN b.listed_from > %(at)s
        THEN jsonb_build_object('because', 'not_yet', 'from', to_char(b.listed_from AT TIME ZONE %(zone)s, 'YYYY-MM-DD HH24:MI'))
    WHEN b.listed_until <= %(at)s
        THEN jsonb_build_object('because', 'over', 'until', to_char(b.listed_until AT TIME ZONE %(zone)s, 'YYYY-MM-DD HH24:MI'))
    WHEN %(unit)s <> 'piece' AND b.currency <> %(unit)s THEN jsonb_build_object('because', 'currency', 'currency', b.currency)
    WHEN r.terms_id IS NULL THEN '{}'::jsonb END"""
IS_OVER = "r.claimable_until <= GREATEST(%(at)s, r.claimable_from)"

_UNAVAILABLE = _add(
    "benefit_not_available",
    "benefit_code",
    f"""SELECT u.id, u.why FROM (
        SELECT r.id, {WHY_UNAVAILABLE} AS why FROM benefits_batchrow r JOIN benefits_benefit b ON b.id = r.benefit_id
        WHERE r.batch_id = %(batch)s) u WHERE u.why IS NOT NULL""",
    facts="f.why",
)

_PAST = _add(
    "until_in_the_past",
    "valid_until",
    f"""SELECT r.id FROM benefits_batchrow r WHERE r.batch_id = %(batch)s AND {IS_OVER}
        AND NOT r.reasons @> '[{{"code": "until_before_from"}}]'""",
)

# The same person, benefit and days, however they were written. The first one stands.
_REPEATED = _add(
    "duplicate_row",
    "",
    f"""SELECT d.id, d.first FROM (
        SELECT r.id, first_value(r.number) OVER again AS first, row_number() OVER again AS nth FROM benefits_batchrow r
        WHERE r.batch_id = %(batch)s AND r.benefit_id IS NOT NULL AND r.reasons = '[]' AND NOT %(repeats)s
        WINDOW again AS (PARTITION BY {WHO}, r.benefit_id, r.valid_from, r.valid_until ORDER BY r.number)) d WHERE d.nth > 1""",
    facts="jsonb_build_object('row', f.first)",
)

_EARLIER = _add(
    "duplicate_of_earlier_import",
    "",
    """SELECT DISTINCT ON (r.id) r.id, b.name FROM benefits_batchrow r
        JOIN benefits_grant g ON g.member_id = r.member_id AND g.benefit_id = r.benefit_id AND g.state <> 'revoked'
        JOIN benefits_batch b ON b.id = g.batch_id AND b.source = 'import' AND b.created_at > %(at)s - interval '31 days'
        JOIN benefits_batchrow e ON e.grant_id = g.id AND e.valid_from IS NOT DISTINCT FROM r.valid_from
            AND e.valid_until IS NOT DISTINCT FROM r.valid_until
        WHERE r.batch_id = %(batch)s AND NOT %(repeats)s AND r.reasons = '[]'""",
    facts="jsonb_build_object('file', f.name)",
)

# A reference of the enterprise stands for one grant, ever. Row by row through the index of references: of rows that have just been
# brought the planner knows nothing, and would compare every one of them with every grant.
_REFERENCES = _add(
    "duplicate_of_earlier_import",
    "reference",
    """SELECT r.id, r.reference AS name FROM benefits_batchrow r
        CROSS JOIN LATERAL (SELECT 1 FROM benefits_grant g WHERE g.enterprise_id = %(enterprise)s AND g.reference = r.reference LIMIT 1) g
        WHERE r.batch_id = %(batch)s AND r.reference <> ''""",
    facts="jsonb_build_object('file', f.name)",
)

_REFERENCES_TWICE = _add(
    "duplicate_row",
    "reference",
    """SELECT d.id, d.first FROM (
        SELECT r.id, first_value(r.number) OVER again AS first, row_number() OVER again AS nth FROM benefits_batchrow r
        WHERE r.batch_id = %(batch)s AND r.reference <> '' WINDOW again AS (PARTITION BY r.reference ORDER BY r.number)) d
        WHERE d.nth > 1""",
    facts="jsonb_build_object('row', f.first, 'because', 'reference')",
)

_OVER_LIMIT = _add("over_limit", "quantity", FOUND_IN_BATCH, facts="jsonb_build_object('limit', f.limit_per_member)")

# In the order of the file, as far as the budget reaches. Mostly it reaches all of it, and no row need be told from another.
_OVER_BUDGET = _add(
    "budget_exceeded",
    "",
    """WITH a AS MATERIALIZED (SELECT COALESCE(sum(balance), 0) AS balance FROM common_account
            WHERE owner_type = 'budget' AND owner_id = %(budget)s AND name = 'available'),
        t AS MATERIALIZED (SELECT sum(committed) AS total FROM benefits_batchrow WHERE batch_id = %(batch)s AND reasons = '[]')
        SELECT s.id, s.total - a.balance AS missing FROM a, (
            SELECT r.id, sum(r.committed) OVER (ORDER BY r.number) AS total FROM benefits_batchrow r
            WHERE r.batch_id = %(batch)s AND r.reasons = '[]' AND (SELECT t.total > a.balance FROM t, a)) s
        WHERE s.total > a.balance""",
    facts="jsonb_build_object('missing', f.missing)",
)

CHECKS = (
    _UNKNOWN_PERSON,
    _LEAVERS,
    _AFTER_FREEZE,
    _UNKNOWN_BENEFIT,
    _UNAVAILABLE,
    _PAST,
    _REPEATED,
    _EARLIER,
    _REFERENCES,
    _REFERENCES_TWICE,
    _OVER_LIMIT,
    _OVER_BUDGET,
)


def run_check(check: str, batch: Batch, *, at: datetime) -> None:
    """Run one check over the rows of a batch."""
    facts: dict[str, Any] = {
        "batch": batch.id,
        "enterprise": batch.enterprise_id,
        "zone": batch.enterprise.time_zone,
        "at": at,
        "creates": batch.creates_members,
        "repeats": batch.allows_repeats,
        "budget": batch.budget_id,
        "unit": batch.budget.unit if batch.budget else "",
    }
    with connection.cursor() as cursor:
        cursor.execute(check, facts)

"""
The checks of a batch, each one statement over all its rows.

A check adds reasons; the last one turns reasons into outcomes. They run in this order and may each be repeated: a row
that has the reason already does not get it twice.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from benefits.models import Batch
from benefits.operations.batches.limits import FOUND_IN_BATCH, WHO

_ADD = """
UPDATE benefits_batchrow r SET reasons = r.reasons || jsonb_build_array(jsonb_build_object('column', {column}, 'code', {code}, 'facts', {facts}))
FROM ({found}) f
WHERE r.id = f.id AND NOT r.reasons @> jsonb_build_array(jsonb_build_object('code', {code}))
"""


def _add(code: str, column: str, found: str, facts: str = "'{}'::jsonb") -> str:
    return _ADD.format(code=f"'{code}'", column=f"'{column}'", found=found, facts=facts)


# Whoever is named by staff number, external id, phone or mail; two different people are one too many.
_MEMBERS = """
WITH named AS (
    SELECT r.id AS row_id, m.id AS member_id FROM benefits_batchrow r
        JOIN members_member m ON m.enterprise_id = %(enterprise)s AND m.staff_no = r.staff_no
        WHERE r.batch_id = %(batch)s AND r.staff_no <> ''
    UNION SELECT r.id, m.id FROM benefits_batchrow r
        JOIN members_member m ON m.enterprise_id = %(enterprise)s AND m.external_id = r.external_id
        WHERE r.batch_id = %(batch)s AND r.external_id <> ''
    UNION SELECT r.id, i.member_id FROM benefits_batchrow r
        JOIN members_identity i ON i.enterprise_id = %(enterprise)s AND i.kind = 'phone' AND i.fingerprint = r.phone_print
        WHERE r.batch_id = %(batch)s AND r.phone_print IS NOT NULL
    UNION SELECT r.id, i.member_id FROM benefits_batchrow r
        JOIN members_identity i ON i.enterprise_id = %(enterprise)s AND i.kind = 'email' AND i.fingerprint = r.email_print
        WHERE r.batch_id = %(batch)s AND r.email_print IS NOT NULL),
counted AS (SELECT row_id, count(*) AS people, (array_agg(member_id))[1] AS member_id FROM named GROUP BY row_id)
UPDATE benefits_batchrow r SET
    member_id = CASE WHEN c.people = 1 THEN c.member_id END,
    reasons = CASE WHEN c.people > 1 AND NOT r.reasons @> '[{"code": "member_ambiguous"}]'
        THEN r.reasons || '[{"column": "staff_no", "code": "member_ambiguous", "facts": {}}]'::jsonb ELSE r.reasons END
FROM counted c WHERE r.id = c.row_id
"""

_UNKNOWN_PERSON = _add(
    "member_not_found",
    "staff_no",
    """SELECT r.id FROM benefits_batchrow r WHERE r.batch_id = %(batch)s AND r.member_id IS NULL
        AND NOT r.reasons @> '[{"code": "member_ambiguous"}]' AND NOT r.reasons @> '[{"column": "phone"}]'
        AND NOT r.reasons @> '[{"column": "email"}]' AND NOT r.reasons @> '[{"column": "staff_no"}]'
        AND NOT (%(creates)s AND (r.phone_print IS NOT NULL OR r.email_print IS NOT NULL))""",
)

_LEAVERS = _add(
    "member_left",
    "staff_no",
    "SELECT r.id FROM benefits_batchrow r JOIN members_member m ON m.id = r.member_id WHERE r.batch_id = %(batch)s AND m.state = 'left'",
)

# Another enterprise's benefit looks like one that does not exist. Days are the enterprise's days; the last day is included.
_BENEFITS = """
UPDATE benefits_batchrow r SET benefit_id = b.id, terms_id = t.id,
    committed = r.quantity * (CASE WHEN %(unit)s = 'piece' THEN 1 ELSE b.price_minor END),
    claimable_from = w.opens, claimable_until = w.closes
FROM benefits_batchrow g
    JOIN benefits_benefit b ON b.code = g.benefit_code AND b.state <> 'draft'
        AND (b.enterprise_id IS NULL OR b.enterprise_id = %(enterprise)s)
    LEFT JOIN LATERAL (SELECT id, valid_days, valid_until FROM benefits_terms
        WHERE benefit_id = b.id ORDER BY version DESC LIMIT 1) t ON true
    LEFT JOIN LATERAL (
        SELECT o.opens,
            CASE WHEN g.valid_until IS NOT NULL THEN (g.valid_until + 1)::timestamp AT TIME ZONE %(zone)s
                 ELSE LEAST(o.opens + make_interval(days => COALESCE(t.valid_days, CASE WHEN t.valid_until IS NULL THEN 90 END)),
                            (t.valid_until + 1)::timestamp AT TIME ZONE %(zone)s) END AS closes
        FROM (SELECT COALESCE(g.valid_from::timestamp AT TIME ZONE %(zone)s, %(at)s) AS opens) o WHERE t.id IS NOT NULL) w ON true
WHERE g.batch_id = %(batch)s AND r.id = g.id AND g.quantity IS NOT NULL
"""

_UNKNOWN_BENEFIT = _add(
    "unknown_benefit",
    "benefit_code",
    """SELECT r.id FROM benefits_batchrow r WHERE r.batch_id = %(batch)s AND r.benefit_code <> '' AND NOT EXISTS (
        SELECT 1 FROM benefits_benefit b WHERE b.code = r.benefit_code AND b.state <> 'draft'
            AND (b.enterprise_id IS NULL OR b.enterprise_id = %(enterprise)s))""",
)

_UNAVAILABLE = _add(
    "benefit_not_available",
    "benefit_code",
    """SELECT r.id FROM benefits_batchrow r JOIN benefits_benefit b ON b.id = r.benefit_id WHERE r.batch_id = %(batch)s
        AND (b.state <> 'listed' OR b.listed_from > %(at)s OR b.listed_until <= %(at)s OR r.terms_id IS NULL
             OR (%(unit)s <> 'piece' AND b.currency <> %(unit)s))""",
)

_PAST = _add(
    "until_in_the_past",
    "valid_until",
    """SELECT r.id FROM benefits_batchrow r WHERE r.batch_id = %(batch)s AND r.claimable_until <= GREATEST(%(at)s, r.claimable_from)
        AND NOT r.reasons @> '[{"code": "until_before_from"}]'""",
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

# A reference of the enterprise stands for one grant, ever.
_REFERENCES = _add(
    "duplicate_of_earlier_import",
    "reference",
    """SELECT r.id, r.reference AS name FROM benefits_batchrow r
        JOIN benefits_grant g ON g.enterprise_id = %(enterprise)s AND g.reference = r.reference
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
    facts="jsonb_build_object('row', f.first)",
)

_OVER_LIMIT = _add("over_limit", "quantity", FOUND_IN_BATCH, facts="jsonb_build_object('limit', f.limit_per_member)")

# In the order of the file, as far as the budget reaches.
_OVER_BUDGET = _add(
    "budget_exceeded",
    "",
    """SELECT s.id, s.total - a.balance AS missing FROM (
        SELECT r.id, sum(r.committed) OVER (ORDER BY r.number) AS total FROM benefits_batchrow r
        WHERE r.batch_id = %(batch)s AND r.reasons = '[]') s
        CROSS JOIN (SELECT COALESCE(sum(balance), 0) AS balance FROM common_account
            WHERE owner_type = 'budget' AND owner_id = %(budget)s AND name = 'available') a WHERE s.total > a.balance""",
    facts="jsonb_build_object('missing', f.missing)",
)

_OUTCOMES = """
UPDATE benefits_batchrow SET outcome = CASE WHEN reasons = '[]' THEN 'good' ELSE 'refused' END
WHERE batch_id = %(batch)s AND outcome = 'pending'
"""

CHECKS = (
    _MEMBERS,
    _UNKNOWN_PERSON,
    _LEAVERS,
    _BENEFITS,
    _UNKNOWN_BENEFIT,
    _UNAVAILABLE,
    _PAST,
    _REPEATED,
    _EARLIER,
    _REFERENCES,
    _REFERENCES_TWICE,
    _OVER_LIMIT,
    _OVER_BUDGET,
    _OUTCOMES,
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

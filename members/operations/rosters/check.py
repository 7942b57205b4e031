"""What each row of a roster would do, decided by one statement over all of them."""

from django.db import connection
from django.db.models import Count

from members.models.roster import Roster, RosterRow, RosterVerdict


def _reason(condition: str, column: str, code: str, extra: str = "") -> str:
    facts = f"jsonb_build_object('column', '{column}', 'code', '{code}'{extra})"
    return f"CASE WHEN {condition} THEN jsonb_build_array({facts}) ELSE '[]'::jsonb END"


# Who holds a phone or mail. Somebody who has left under another name does not: the number went to a new person.
_HOLDER = """
LEFT JOIN members_identity {alias}_i
       ON {alias}_i.enterprise_id = %(enterprise)s AND {alias}_i.kind = '{kind}' AND {alias}_i.fingerprint = r.{kind}_print
LEFT JOIN members_member {alias}
       ON {alias}.id = {alias}_i.member_id
      AND (({alias}.state <> 'left' OR {alias}.id = s.id OR r.name_print IS NULL OR {alias}.name_print = r.name_print))
"""

# A staff number decides. Without one on our side, or for somebody who comes back under a new one, the phone or mail does.
_FOUND = f"""
SELECT r.id, r.number, r.staff_no, r.phone_print, r.email_print, r.name_print, r.birthday_print, r.department, r.joined_on, r.region,
       r.has_left, r.cell_reasons, p.id AS by_phone, e.id AS by_email,
       CASE WHEN s.id IS NOT NULL OR r.staff_no = '' THEN COALESCE(s.id, p.id, e.id)
            WHEN p.staff_no IS NULL OR p.state = 'left' THEN COALESCE(p.id, CASE WHEN e.staff_no IS NULL OR e.state = 'left' THEN e.id END)
            WHEN e.staff_no IS NULL OR e.state = 'left' THEN e.id
       END AS member_id
FROM members_rosterrow r
LEFT JOIN members_member s ON s.enterprise_id = %(enterprise)s AND r.staff_no <> '' AND s.staff_no = r.staff_no
{_HOLDER.format(alias="p", kind="phone")}
{_HOLDER.format(alias="e", kind="email")}
WHERE r.roster_id = %(roster)s
"""


def _first(key: str) -> str:
    return f"CASE WHEN f.{key}::text <> '' THEN min(f.number) OVER (PARTITION BY f.{key}) END AS first_{key}"


_KEYS = ("staff_no", "phone_print", "email_print", "member_id")
_TWICE = " OR ".join(f"j.number > j.first_{key}" for key in _KEYS)
_EARLIER = ", ".join(f"CASE WHEN j.number > j.first_{key} THEN j.first_{key} END" for key in _KEYS)
_REASONS = " || ".join(
    [
        "j.cell_reasons",
        _reason(
            "j.staff_no = '' AND j.phone_print IS NULL AND j.email_print IS NULL AND j.cell_reasons = '[]'", "staff_no", "identity_missing"
        ),
        _reason("j.member_id IS NULL AND j.name_print IS NULL AND j.cell_reasons = '[]'", "name", "name_missing"),
        _reason("j.by_phone <> j.member_id OR (j.by_phone IS NOT NULL AND j.member_id IS NULL)", "phone", "phone_taken"),
        _reason("j.by_email <> j.member_id OR (j.by_email IS NOT NULL AND j.member_id IS NULL)", "email", "email_taken"),
        _reason(_TWICE, "staff_no", "duplicate_row", f", 'row', LEAST({_EARLIER})"),
    ]
)
_CHANGED = """
   (j.name_print IS NOT NULL AND j.name_print IS DISTINCT FROM m.name_print)
OR (j.birthday_print IS NOT NULL AND j.birthday_print IS DISTINCT FROM m.birthday_print)
OR (j.staff_no <> '' AND j.staff_no IS DISTINCT FROM m.staff_no)
OR (j.region <> '' AND j.region <> m.region)
OR (j.joined_on IS NOT NULL AND j.joined_on IS DISTINCT FROM m.joined_on)
OR (j.department <> '' AND j.department IS DISTINCT FROM d.path)
OR (j.phone_print IS NOT NULL AND j.by_phone IS DISTINCT FROM m.id)
OR (j.email_print IS NOT NULL AND j.by_email IS DISTINCT FROM m.id)
"""
_CHECK = f"""
WITH found AS ({_FOUND}),
numbered AS (SELECT f.*, {", ".join(_first(key) for key in _KEYS)} FROM found f),
judged AS (
    SELECT j.id, j.member_id, {_REASONS} AS reasons,
           CASE WHEN m.id IS NULL THEN CASE WHEN j.has_left THEN 'leaves' ELSE 'joins' END
                WHEN m.state = 'left' THEN CASE WHEN j.has_left THEN 'same' ELSE 'returns' END
                WHEN j.has_left THEN 'leaves'
                WHEN {_CHANGED} THEN 'moves'
                ELSE 'same'
           END AS verdict
    FROM numbered j
    LEFT JOIN members_member m ON m.id = j.member_id
    LEFT JOIN members_department d ON d.id = m.department_id
)
UPDATE members_rosterrow r
SET member_id = judged.member_id, reasons = judged.reasons,
    verdict = CASE WHEN judged.reasons = '[]' THEN judged.verdict ELSE 'refused' END
FROM judged WHERE judged.id = r.id
"""
# Rows that have just come in by the thousand are unknown to the planner's statistics, which then reads whole tables for each
# of them. Every look-up above has its index.
_BY_INDEX, _AS_EVER = "SET LOCAL enable_seqscan = off", "SET LOCAL enable_seqscan = on"

_MISSING = """
SELECT (SELECT count(*) FROM members_member WHERE enterprise_id = %s AND state = 'active')
     - (SELECT count(DISTINCT m.id) FROM members_rosterrow r JOIN members_member m ON m.id = r.member_id
        WHERE r.roster_id = %s AND m.state = 'active')
"""


def check_rows(roster: Roster) -> None:
    """Decide every row's verdict and reasons against the members as they are now, and count them. Not saved."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_INDEX)
        cursor.execute(_CHECK, {"roster": roster.id, "enterprise": roster.enterprise_id})
        cursor.execute(_AS_EVER)
    count_rows(roster)
    count_missing(roster)


def count_rows(roster: Roster) -> None:
    """Set the roster's counts from its rows. Not saved."""
    found = RosterRow.objects.filter(roster=roster).values_list("verdict").annotate(Count("id"))
    counts: dict[str, int] = dict(found.order_by())
    roster.row_count = sum(counts.values())
    roster.joiner_count = counts.get(RosterVerdict.JOINS, 0)
    roster.mover_count = counts.get(RosterVerdict.MOVES, 0)
    roster.leaver_count = counts.get(RosterVerdict.LEAVES, 0)
    roster.returner_count = counts.get(RosterVerdict.RETURNS, 0)
    roster.unchanged_count = counts.get(RosterVerdict.SAME, 0)
    roster.refused_count = counts.get(RosterVerdict.REFUSED, 0)


def count_missing(roster: Roster) -> None:
    """Set how many active people the file does not name. Not saved."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, [roster.enterprise_id, roster.id])
        roster.missing_count = cursor.fetchone()[0]


def counts_of(roster: Roster) -> tuple[int, ...]:
    """What somebody who confirms has seen."""
    return (
        roster.joiner_count,
        roster.mover_count,
        roster.leaver_count,
        roster.returner_count,
        roster.unchanged_count,
        roster.refused_count,
    )

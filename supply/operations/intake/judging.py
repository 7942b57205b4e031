"""The verdict on a whole file, once every line of it was checked."""

from datetime import datetime

from django.db import connection
from django.db.models import Count, Q

from common.scope import vault, within
from supply.models import Intake, StagedCode
from supply.operations.intake.clearing import clear_intake, discard_lot
from supply.rules.intake import MOSTLY_MALFORMED, is_mostly_malformed
from supply.rules.lines import MALFORMED
from supply.states import IntakeState

_MARK_KNOWN = """
UPDATE supply_stagedcode s SET
    reason = 'duplicate_on_platform', given = CASE WHEN s.tail = '' THEN '' ELSE '····' || s.tail END,
    fingerprint = NULL, ciphertext = NULL, tail = ''
FROM supply_code c WHERE s.intake_id = %(intake)s AND s.reason = '' AND c.fingerprint = s.fingerprint
"""
# Shown to somebody in a time that a restore forgot: the file comes again, and the code is spent.
_MARK_SPENT = _MARK_KNOWN.replace("supply_code c", "supply_spentcode c")
# The first line of a code stands; every later one is refused and names it.
_MARK_REPEATS = """
WITH repeated AS (
    SELECT fingerprint, min(line_number) AS first_line FROM supply_stagedcode
    WHERE intake_id = %(intake)s AND reason = '' GROUP BY fingerprint HAVING count(*) > 1
)
UPDATE supply_stagedcode s SET
    reason = 'duplicate_in_file', same_as_line = r.first_line, given = CASE WHEN s.tail = '' THEN '' ELSE '····' || s.tail END,
    fingerprint = NULL, ciphertext = NULL, tail = ''
FROM repeated r
WHERE s.intake_id = %(intake)s AND s.reason = '' AND s.fingerprint = r.fingerprint AND s.line_number > r.first_line
"""


def judge_intake(intake: Intake, *, at: datetime) -> None:
    """
    Mark lines that the platform knows and lines that repeat earlier ones, count, and make the intake ready; or fail it where its columns must be swapped.

    The caller holds the intake's lock and has signed.
    """
    with within(vault()), connection.cursor() as cursor:
        # A million lines are compared in one statement: more memory than a page may take.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_MARK_KNOWN, {"intake": intake.id})
        cursor.execute(_MARK_SPENT, {"intake": intake.id})
        cursor.execute(_MARK_REPEATS, {"intake": intake.id})
    counts = StagedCode.objects.filter(intake=intake).aggregate(
        good=Count("id", filter=Q(reason="")), malformed=Count("id", filter=Q(reason=MALFORMED))
    )
    intake.good_count, intake.refused_count = counts["good"], intake.line_count - counts["good"]
    intake.state = IntakeState.READY
    if is_mostly_malformed(malformed=counts["malformed"], lines=intake.line_count):
        intake.state, intake.problem, intake.finished_at = IntakeState.FAILED, MOSTLY_MALFORMED, at
        clear_intake(intake)
        discard_lot(intake)
    intake.save()

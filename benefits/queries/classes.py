"""What each class of benefits came to: economic, service, privilege, social and emotional."""

from dataclasses import dataclass

from django.db import connection

from benefits.models.benefit import BenefitClass

# Counted from the index of a benefit's grants alone, which brings their states along.
_COUNTS = """
SELECT b.benefit_class, count(*) FILTER (WHERE b.state = 'listed'), COALESCE(sum(g.given), 0)::bigint, COALESCE(sum(g.open), 0)::bigint,
    COALESCE(sum(g.claimed), 0)::bigint, COALESCE(sum(g.used), 0)::bigint, COALESCE(sum(g.expired), 0)::bigint
FROM benefits_benefit b LEFT JOIN (
    SELECT benefit_id, count(*) AS given, count(*) FILTER (WHERE state IN ('scheduled', 'claimable')) AS open,
        count(*) FILTER (WHERE state IN ('claimed', 'fulfilled', 'used')) AS claimed, count(*) FILTER (WHERE state = 'used') AS used,
        count(*) FILTER (WHERE state = 'expired') AS expired
    FROM benefits_grant GROUP BY benefit_id) g ON g.benefit_id = b.id
GROUP BY b.benefit_class
"""


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class. ``listed`` are benefits, everything else is grants; those that were used are among the claimed."""

    value: str
    label: str
    listed: int = 0
    given: int = 0
    open: int = 0
    claimed: int = 0
    used: int = 0
    expired: int = 0


def benefits_by_class() -> list[ClassLine]:
    """The four classes, also those of which there is nothing. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        counts = {row[0]: row[1:] for row in cursor.fetchall()}
    return [ClassLine(value, str(label), *counts.get(value, ())) for value, label in BenefitClass.choices]

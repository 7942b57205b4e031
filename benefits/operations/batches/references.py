"""An enterprise's own references: each stands for one grant, however many programs use it at once."""

from uuid import UUID

from django.db import connection

from benefits.models import Grant
from benefits.operations.batches.chosen import ChosenRow


def hold_reference(enterprise_id: UUID, reference: str) -> None:
    """One at a time issues a grant under this reference, until the transaction ends. Others of the enterprise go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [_all(enterprise_id)])
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{_all(enterprise_id)}:{reference}"])


def skip_taken_references(enterprise_id: UUID, rows: list[ChosenRow]) -> None:
    """
    Mark rows as skipped whose reference was used since they were checked.

    Locks    all references of the enterprise, until the chunk is committed; only where a row has one.
    """
    named = [row for row in rows if row.reference]
    if not named:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_all(enterprise_id)])
    grants = Grant.objects.filter(enterprise_id=enterprise_id, reference__in=[row.reference for row in named])
    taken = set(grants.values_list("reference", flat=True))
    for row in named:
        if row.reference in taken and row.outcome == "good":
            row.skip("reference", "duplicate_of_earlier_import", file=row.reference)


def _all(enterprise_id: UUID) -> str:
    return f"benefits.reference:{enterprise_id}"

"""The figures of a batch, counted from its rows."""

from django.db.models import Count, Q, Sum

from benefits.models import Batch


def total_up(batch: Batch) -> None:
    """Set the batch's counts and its total from its rows; the caller saves."""
    figures = batch.rows.aggregate(
        rows=Count("id"),
        good=Count("id", filter=Q(outcome__in=["good", "granted"])),
        refused=Count("id", filter=Q(outcome="refused")),
        skipped=Count("id", filter=Q(outcome="skipped")),
        issued=Count("id", filter=Q(outcome="granted")),
        committed=Sum("committed", filter=Q(outcome__in=["good", "granted"])),
    )
    batch.row_count, batch.good_count = figures["rows"], figures["good"]
    batch.refused_count, batch.skipped_count = figures["refused"], figures["skipped"]
    batch.issued_count, batch.committed = figures["issued"], figures["committed"] or 0
    batch.checked_count = batch.row_count

"""Exports are kept for a day."""

from datetime import datetime

from django.db import transaction

from members.models.export import Export, ExportPart


@transaction.atomic
def forget_old_exports(at: datetime) -> int:
    """Delete what has been kept long enough, the rows and the file of each; returns how many exports. What the feed says of them stays."""
    old = list(Export.objects.filter(expires_at__lte=at).order_by("id").values_list("id", flat=True)[:100])
    ExportPart.objects.filter(export_id__in=old).delete()
    Export.objects.filter(id__in=old).delete()
    return len(old)

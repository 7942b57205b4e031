"""Forgetting idempotency keys after 30 days; what they made is guarded for ever by constraints of its own."""

from datetime import datetime, timedelta

from common.jobs import sweeps
from common.replay.models import Replay

KEPT = timedelta(days=30)
_MOST_AT_ONCE = 1000


@sweeps("idempotency keys")
def forget_old_keys(at: datetime) -> None:
    """Delete the oldest keys that nobody can mean any more, some at a time."""
    old = Replay.objects.filter(created_at__lt=at - KEPT).order_by("created_at").values_list("id", flat=True)[:_MOST_AT_ONCE]
    Replay.objects.filter(id__in=list(old)).delete()

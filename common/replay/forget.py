"""
Forgetting idempotency keys after 30 days, where what they made is guarded for ever by constraints of its own: a grant is claimed once.

What makes something new each time, such as a grant by a program or a piece of an opening, has only its key: that is kept.
"""

from datetime import datetime, timedelta

from common.jobs import sweeps
from common.replay.models import Replay

KEPT = timedelta(days=30)
_MOST_AT_ONCE = 1000


@sweeps("idempotency keys")
def forget_old_keys(at: datetime) -> None:
    """Delete the oldest keys that nobody can mean any more, some at a time."""
    old = (
        Replay.objects.filter(is_only_guard=False, created_at__lt=at - KEPT)
        .order_by("created_at")
        .values_list("id", flat=True)[:_MOST_AT_ONCE]
    )
    Replay.objects.filter(id__in=list(old)).delete()

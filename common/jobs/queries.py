"""Reading the ticks."""

from datetime import datetime

from common.jobs.models import Tick


def last_tick(name: str) -> datetime | None:
    """When a periodic act ran last."""
    return Tick.objects.filter(name=name).order_by("-slot").values_list("at", flat=True).first()

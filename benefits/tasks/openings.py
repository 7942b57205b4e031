"""What time does to openings."""

from datetime import datetime

from benefits.operations.openings import close_due_openings
from common.jobs import sweeps


@sweeps("openings")
def openings_due(at: datetime) -> None:
    """Close those whose time is over, so that their budget is free again."""
    close_due_openings(at=at)

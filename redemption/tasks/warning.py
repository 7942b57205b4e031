"""Warning of what ends unused."""

from datetime import datetime

from common.jobs import sweeps
from redemption.operations import warn_unused


@sweeps("unused warnings")
def warn(at: datetime) -> None:
    warn_unused(at=at)

"""The doorbells of benefits."""

from benefits.operations.batches import check, issue
from benefits.operations.openings import prepare
from benefits.tasks import announcing, lifecycle, openings

__all__ = ["announcing", "check", "issue", "lifecycle", "openings", "prepare"]

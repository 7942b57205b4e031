"""The doorbells of benefits."""

from benefits.operations import exports
from benefits.operations.batches import check, issue, undo
from benefits.operations.openings import announce, prepare
from benefits.tasks import announcing, lifecycle, openings

__all__ = ["announce", "announcing", "check", "exports", "issue", "lifecycle", "openings", "prepare", "undo"]

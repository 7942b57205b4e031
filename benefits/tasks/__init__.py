"""The doorbells of benefits."""

from benefits.operations.batches import check, issue
from benefits.tasks import announcing, lifecycle

__all__ = ["announcing", "check", "issue", "lifecycle"]

"""What supply does: one verb a function, for other houses and for the edges of this one."""

from supply.operations.intake.clearing import discard_intake
from supply.operations.intake.committing import commit_intake
from supply.operations.intake.receive import receive_file
from supply.operations.lots import quarantine_lot, recall_lot, release_lot
from supply.operations.voiding import void_code

__all__ = [
    "commit_intake",
    "discard_intake",
    "quarantine_lot",
    "recall_lot",
    "receive_file",
    "release_lot",
    "void_code",
]

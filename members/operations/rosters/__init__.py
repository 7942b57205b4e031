"""Rosters: who joins, changes, leaves and returns. Seen first, then applied. Somebody the file does not name stays."""

from members.operations.rosters.apply import apply_some, fail_roster
from members.operations.rosters.confirm import RosterChanged, RosterNotReady, RosterStale, confirm_roster, discard_roster
from members.operations.rosters.read import check_some
from members.operations.rosters.upload import RostersStillChecking, upload_roster

__all__ = [
    "RosterChanged",
    "RosterNotReady",
    "RosterStale",
    "RostersStillChecking",
    "apply_some",
    "check_some",
    "confirm_roster",
    "discard_roster",
    "fail_roster",
    "upload_roster",
]

"""The tables of ``common``, gathered for Django."""

from common.duties.models import Approval, DutyLimit, Tally
from common.feed.models import Cursor, Event, EventKey
from common.jobs.models import Job, Tick
from common.ledger.models import Account, Posting, Transfer
from common.pace.models import Allowance, Kept
from common.replay.models import Replay
from common.sealed.models import RootKey
from common.witness.models import Fence, WitnessBook, WitnessFolder, WitnessMark

__all__ = [
    "Account",
    "Allowance",
    "Approval",
    "Cursor",
    "DutyLimit",
    "Event",
    "EventKey",
    "Fence",
    "Job",
    "Kept",
    "Posting",
    "Replay",
    "RootKey",
    "Tally",
    "Tick",
    "Transfer",
    "WitnessBook",
    "WitnessFolder",
    "WitnessMark",
]

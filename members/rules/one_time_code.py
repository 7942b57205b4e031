"""What a one-time code is and when it counts."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from common.sealed import fingerprint

DIGITS = 6
VALID_FOR = timedelta(minutes=10)
MOST_TRIES = 5


class Verdict(Enum):
    """What a try is: the code is right; it is wrong and counts; or there is nothing to try against."""

    RIGHT = "right"
    WRONG = "wrong"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one code."""

    code_hash: bytes
    tries: int
    expires_at: datetime
    used_at: datetime | None


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def hash_of(code: str, *, code_id: UUID, purpose: str, subject: str) -> bytes:
    """The keyed hash of one code, bound to its row, its purpose and its subject: it opens nothing else."""
    return fingerprint(f"{code_id}:{purpose}:{subject}:{code}", purpose="one_time_code")


def judge(kept: Kept, given_hash: bytes, at: datetime) -> Verdict:
    """One try against the newest code."""
    if kept.used_at is not None or at >= kept.expires_at or kept.tries >= MOST_TRIES:
        return Verdict.DEAD
    return Verdict.RIGHT if hmac.compare_digest(kept.code_hash, given_hash) else Verdict.WRONG

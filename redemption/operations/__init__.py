"""The acts of redemption: one verb a function, one transaction each."""

from redemption.operations.answer_complaint import confirm_complaint, reject_complaint
from redemption.operations.claim import AccountMissing, AlreadyClaimed, EventFull, EventOver, claim_grant, claim_within
from redemption.operations.claim.opening import TakenAndClaimed, claim_from_opening
from redemption.operations.complain import complain
from redemption.operations.follow import follow_topup
from redemption.operations.reissue import NotReissuable, reissue
from redemption.operations.reveal import NothingToReveal, RevealedCode, reveal_code, show_code_to_staff
from redemption.operations.reverse import NotReversible, reverse_redemption
from redemption.operations.risk import Attempt, ContactJustChanged, check_attempt, count_miss, pass_challenge
from redemption.operations.use import mark_use, undo_use
from redemption.operations.warn import warn_unused

__all__ = [
    "AccountMissing",
    "AlreadyClaimed",
    "Attempt",
    "ContactJustChanged",
    "EventFull",
    "EventOver",
    "NotReissuable",
    "NotReversible",
    "NothingToReveal",
    "RevealedCode",
    "TakenAndClaimed",
    "check_attempt",
    "claim_from_opening",
    "claim_grant",
    "claim_within",
    "complain",
    "confirm_complaint",
    "count_miss",
    "follow_topup",
    "mark_use",
    "pass_challenge",
    "reissue",
    "reject_complaint",
    "reveal_code",
    "reverse_redemption",
    "show_code_to_staff",
    "undo_use",
    "warn_unused",
]

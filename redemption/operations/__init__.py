"""The acts of redemption: one verb a function, one transaction each."""

from redemption.operations.claim import AccountMissing, AlreadyClaimed, claim_grant
from redemption.operations.claim.opening import TakenAndClaimed, claim_from_opening
from redemption.operations.follow import follow_topup
from redemption.operations.reissue import NotReissuable, reissue
from redemption.operations.reveal import NothingToReveal, RevealedCode, reveal_code
from redemption.operations.reverse import NotReversible, reverse_redemption

__all__ = [
    "AccountMissing",
    "AlreadyClaimed",
    "NotReissuable",
    "NotReversible",
    "NothingToReveal",
    "RevealedCode",
    "TakenAndClaimed",
    "claim_from_opening",
    "claim_grant",
    "follow_topup",
    "reissue",
    "reveal_code",
    "reverse_redemption",
]

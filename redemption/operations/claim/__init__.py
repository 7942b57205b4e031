"""Claiming a grant: one tap, one transaction."""

from redemption.operations.claim.accounts import AccountMissing
from redemption.operations.claim.claim import AlreadyClaimed, claim_grant, claim_within
from redemption.operations.claim.seats import EventFull, EventOver

__all__ = ["AccountMissing", "AlreadyClaimed", "EventFull", "EventOver", "claim_grant", "claim_within"]

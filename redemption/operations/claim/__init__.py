"""Claiming a grant: one tap, one transaction."""

from redemption.operations.claim.accounts import AccountMissing
from redemption.operations.claim.claim import AlreadyClaimed, claim_grant

__all__ = ["AccountMissing", "AlreadyClaimed", "claim_grant"]

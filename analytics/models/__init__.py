"""The tables of analytics, one file a noun."""

from analytics.models.proof import Proof

__all__ = ["Proof"]

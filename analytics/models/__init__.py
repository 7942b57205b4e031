"""The tables of analytics, one file a noun."""

from analytics.models.coincidence import Coincidence
from analytics.models.proof import Proof

__all__ = ["Coincidence", "Proof"]

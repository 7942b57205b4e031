"""The tables of redemption, one file a noun. Other houses come through operations, queries and states."""

from redemption.models.complaint import Complaint
from redemption.models.redemption import Redemption
from redemption.models.reveal import Reveal
from redemption.models.risk_decision import RiskDecision
from redemption.models.risk_entry import RiskEntry
from redemption.models.risk_rule import RiskRule
from redemption.models.use import Use

__all__ = ["Complaint", "Redemption", "Reveal", "RiskDecision", "RiskEntry", "RiskRule", "Use"]

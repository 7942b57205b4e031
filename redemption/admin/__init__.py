"""Redemption on the operators' console: deliveries, showings, and the life of one code or grant."""

from redemption.admin import complaints, life, redemptions, reveals, risk, timeline

__all__ = ["complaints", "life", "redemptions", "reveals", "risk", "timeline"]

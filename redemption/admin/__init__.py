"""Redemption on the operators' console: deliveries, showings, and the life of one code or grant."""

from redemption.admin import life, redemptions, reveals, risk, timeline

__all__ = ["life", "redemptions", "reveals", "risk", "timeline"]

"""What staff do: what waits for a second person, limits of their own, odd patterns, and the trail of changes."""

from analytics.admin.staff import approvals, audit, limits, patterns

__all__ = ["approvals", "audit", "limits", "patterns"]

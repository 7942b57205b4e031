"""Who may do what with figures and proofs. What coincides is found for operators; no enterprise reads what is said of its staff."""

from common.scope.guards import owned, platform_only

GUARDS = {"analytics_proof": platform_only(), "analytics_coincidence": owned(enterprise=())}

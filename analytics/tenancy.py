"""Who may do what with figures and proofs."""

from common.scope.guards import platform_only

GUARDS = {"analytics_proof": platform_only()}

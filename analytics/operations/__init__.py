"""The acts of analytics."""

from analytics.operations.prove import Proven, prove_all

__all__ = ["Proven", "prove_all"]

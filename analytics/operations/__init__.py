"""The acts of analytics."""

from analytics.operations.coincide import explain_coincidence, look_for_coincidences
from analytics.operations.prove import Proven, prove_all

__all__ = ["Proven", "explain_coincidence", "look_for_coincidences", "prove_all"]

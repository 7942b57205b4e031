"""The operators' boards: today, the invariants, the search over everything, and the platform beneath."""

from analytics.admin import beat, coincidences, events, find, invariants, jobs, staff, today

__all__ = ["beat", "coincidences", "events", "find", "invariants", "jobs", "staff", "today"]

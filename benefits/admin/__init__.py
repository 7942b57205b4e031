"""Benefits on the operators' console, one file a noun."""

from benefits.admin import batches, benefits, budgets, campaigns, classes, grants, openings, terms

__all__ = ["batches", "benefits", "budgets", "campaigns", "classes", "grants", "openings", "terms"]

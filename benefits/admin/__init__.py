"""Benefits on the operators' console, one file a noun."""

from benefits.admin import batches, benefits, brands, budgets, campaigns, classes, grants, openings, terms

__all__ = ["batches", "benefits", "brands", "budgets", "campaigns", "classes", "grants", "openings", "terms"]

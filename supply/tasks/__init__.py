"""The doorbells of supply."""

from supply.tasks import intake, topups

__all__ = ["intake", "topups"]

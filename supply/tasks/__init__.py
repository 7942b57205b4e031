"""The doorbells of supply."""

from supply.tasks import intake, stock, topups

__all__ = ["intake", "stock", "topups"]

"""The doorbells of supply."""

from supply.tasks import topups

__all__ = ["topups"]

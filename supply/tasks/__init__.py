"""The doorbells of supply."""

from supply.tasks import balances, intake, stock, topups

__all__ = ["balances", "intake", "stock", "topups"]

"""The doorbells of redemption."""

from redemption.tasks import fulfilment, warning

__all__ = ["fulfilment", "warning"]

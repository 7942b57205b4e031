"""The doorbells of redemption."""

from redemption.tasks import fulfilment

__all__ = ["fulfilment"]

"""Codes behind a benefit."""

from benefits.models import Benefit
from tests.redemption.operations.claiming import stock_of


def stock(benefit: Benefit, count: int) -> None:
    """A released lot of the benefit's product with so many codes."""
    assert benefit.product is not None
    stock_of(benefit.product, count)

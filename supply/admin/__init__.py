"""Supply on the operators' console, one file a noun."""

from supply.admin import catalogue, codes, intakes, lots, offers, orders, suppliers, topups

__all__ = ["catalogue", "codes", "intakes", "lots", "offers", "orders", "suppliers", "topups"]

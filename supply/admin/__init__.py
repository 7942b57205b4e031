"""Supply on the operators' console, one file a noun."""

from supply.admin import catalogue, codes, intakes, lots, offers, orders, stock, suppliers, topups, unknown

__all__ = ["catalogue", "codes", "intakes", "lots", "offers", "orders", "stock", "suppliers", "topups", "unknown"]

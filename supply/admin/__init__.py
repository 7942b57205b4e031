"""Supply on the operators' console, one file a noun."""

from supply.admin import suppliers

__all__ = ["suppliers"]

"""
Strict values from cells: each parser converts without loss and without guess, or raises ``CellRefused``.

A blank cell is ``""`` (a date: ``None``, a quantity: its default). No parser ever takes a formula or a merged cell.
"""

from common.sheets.cells.dates import as_date
from common.sheets.cells.emails import as_email
from common.sheets.cells.given import given
from common.sheets.cells.phones import as_phone
from common.sheets.cells.quantities import as_quantity
from common.sheets.cells.texts import as_key, as_name, as_text

__all__ = ["as_date", "as_email", "as_key", "as_name", "as_phone", "as_quantity", "as_text", "given"]

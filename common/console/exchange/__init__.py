"""
Catalogues by spreadsheet: one column a field, a preview of every change, all rows or none.

A resource declares ``SheetField``s; its admin mixes in ``ExchangeAdmin``. Built on django-import-export, with our own reader,
writer and keeping of the upload.
"""

from common.console.exchange.admin import ExchangeAdmin
from common.console.exchange.cells import Amount, Choice, Day, Flag, Key, Number, Reference, Text
from common.console.exchange.resource import CatalogueResource, SheetField

__all__ = ["Amount", "CatalogueResource", "Choice", "Day", "ExchangeAdmin", "Flag", "Key", "Number", "Reference", "SheetField", "Text"]

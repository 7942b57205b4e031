"""The tables of supply, one file a noun. Other houses come through operations, queries and states."""

from supply.models.alert import StockAlert
from supply.models.catalogue import Brand, Category, Product
from supply.models.code import Code
from supply.models.intake import Intake, IntakeChunk, StagedCode
from supply.models.lost import LostOrder, SpentCode
from supply.models.lot import Lot
from supply.models.offer import Offer, OfferPrice
from supply.models.order import OrderLine, PurchaseOrder
from supply.models.supplier import Credential, Supplier
from supply.models.topup import Attempt, Callback, TopUp

__all__ = [
    "Attempt",
    "Brand",
    "Callback",
    "Category",
    "Code",
    "Credential",
    "Intake",
    "IntakeChunk",
    "LostOrder",
    "Lot",
    "Offer",
    "OfferPrice",
    "OrderLine",
    "Product",
    "PurchaseOrder",
    "SpentCode",
    "StagedCode",
    "StockAlert",
    "Supplier",
    "TopUp",
]

"""What supply can be asked."""

from supply.queries.code_life import CodeLife, Origin, life_of_code
from supply.queries.intakes import IntakePreview, RefusedLine, preview_of, refused_pieces
from supply.queries.stock import LotStock, StockLine, codes_shown, stock_available, stock_by_lot, stock_by_product, stock_by_supplier
from supply.queries.topups import TopUpStatus, account_of_topup, topup_status

__all__ = [
    "CodeLife",
    "IntakePreview",
    "LotStock",
    "Origin",
    "RefusedLine",
    "StockLine",
    "TopUpStatus",
    "account_of_topup",
    "codes_shown",
    "life_of_code",
    "preview_of",
    "refused_pieces",
    "stock_available",
    "stock_by_lot",
    "stock_by_product",
    "stock_by_supplier",
    "topup_status",
]

"""What a test may ask of the supplier's book. No code is in any answer."""

from typing import Any

from .book import Book, Row

_ORDER_COLUMNS = (
    "reference, supplier_order_id, sku, kind, quantity, account, cost_minor, currency, status, failure, accepted_at, finished_at"
)


def snapshot(book: Book, reference: str | None = None) -> dict[str, Any]:
    """Orders, effects, requests and callbacks, oldest first, of one reference or of all; and the accounts."""
    return {
        "orders": _rows(book, "placed", _ORDER_COLUMNS, reference),
        "effects": effects(book, reference),
        "requests": _rows(book, "request", "at, method, path, reference, status, troubles", reference),
        "callbacks": _rows(book, "callback", "event_id, reference, shows, forged, attempts, last_status, state", reference),
        "accounts": accounts(book),
        "is_balanced": is_balanced(book),
    }


def effects(book: Book, reference: str | None = None) -> list[Row]:
    """What was really delivered: the judge of "at most one effect per reference"."""
    return _rows(book, "effect", "reference, account, sku, quantity, face_value_minor, at", reference)


def accounts(book: Book) -> dict[str, int]:
    """Balance of each account, in minor units."""
    rows = book.rows("SELECT account, sum(amount_minor) AS held FROM posting GROUP BY account ORDER BY account")
    return {row["account"]: row["held"] for row in rows}


def is_balanced(book: Book) -> bool:
    """Whether every transfer sums to zero and the accounts say what the orders say."""
    uneven = book.rows("SELECT transfer FROM posting GROUP BY transfer HAVING sum(amount_minor) <> 0")
    owed = book.rows("SELECT status, sum(cost_minor) AS cost FROM placed GROUP BY status")
    cost = {row["status"]: row["cost"] for row in owed}
    held, sold = book.balance_minor("held"), book.balance_minor("sales")
    return not uneven and held == cost.get("processing", 0) and sold == cost.get("succeeded", 0)


def _rows(book: Book, table: str, columns: str, reference: str | None) -> list[Row]:
    sql = f"SELECT {columns} FROM {table}"
    if reference is None:
        return book.rows(f"{sql} ORDER BY rowid")
    return book.rows(f"{sql} WHERE reference = ? ORDER BY rowid", reference)

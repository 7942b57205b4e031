"""How the book's rows look on the wire. Codes are computed here from the order, and stored nowhere."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

from .book import Book, Row
from .orders import price_now

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LIFE = timedelta(days=365)


def product_shown(product: Row, troubles: frozenset[str]) -> dict[str, Any]:
    """One entry of ``GET /v1/products``."""
    names = ("sku", "name", "kind", "face_value_minor", "currency")
    is_gone = "sold_out" in troubles or product["stock"] == 0
    return {name: product[name] for name in names} | {
        "cost_minor": price_now(product, troubles),
        "stock": 0 if is_gone else product["stock"],
        "available": bool(product["available"]) and not is_gone,
    }


def order_shown(book: Book, order: Row) -> dict[str, Any]:
    """One order as the protocol shows it; its codes only once it has succeeded."""
    names = ("reference", "supplier_order_id", "sku", "quantity", "status", "cost_minor", "currency")
    shown: dict[str, Any] = {name: order[name] for name in names}
    if order["failure"]:
        shown["failure"] = order["failure"]
    if order["finished_at"]:
        shown["finished_at"] = datetime.fromtimestamp(order["finished_at"], UTC).isoformat(timespec="milliseconds")
    if order["kind"] == "code" and order["status"] == "succeeded":
        shown["codes"] = codes_of(book, order)
    return shown


def codes_of(book: Book, order: Row) -> list[dict[str, str]]:
    """The codes of one order: always the same ones for the same book and reference."""
    expires_on = (datetime.fromtimestamp(order["accepted_at"], UTC) + _CODE_LIFE).date().isoformat()
    return [_code(book.salt, f"{order['reference']}|{place}", expires_on) for place in range(order["quantity"])]


def _code(salt: str, about: str, expires_on: str) -> dict[str, str]:
    number = int.from_bytes(hmac.digest(salt.encode(), about.encode(), hashlib.sha256))
    card_no = f"62{number % 10**12:012d}"
    number //= 10**12
    letters = []
    for _ in range(16):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    code = "".join(letters)
    groups = "-".join(code[start : start + 4] for start in range(0, 16, 4))
    return {"card_no": card_no, "code": groups, "expires_on": expires_on}


def troubled(order: dict[str, Any], troubles: frozenset[str]) -> dict[str, Any]:
    """An order's answer with the mistakes that were drawn for it. The book keeps the truth."""
    if "wrong_amount" in troubles:
        order = order | {"cost_minor": order["cost_minor"] * 3 + 1}
    if "wrong_order" in troubles:
        order = order | {"reference": f"{order['reference']}-other"}
    if "success_with_failure" in troubles:
        order = order | {"status": "succeeded", "failure": "account_frozen"}
    return order

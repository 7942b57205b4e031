"""The supplier's business: an order is placed once per reference, finished later, and paid from the prepayment."""

import hashlib
import json
from dataclasses import dataclass
from uuid import uuid4

from .book import Book, Row
from .chaos import CALLBACKS


class Declined(Exception):
    """We will not take this order; nothing is written."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Wish:
    """One order as the customer asked for it."""

    reference: str
    sku: str
    quantity: int
    account: str | None
    max_cost_minor: int
    callback_url: str

    @property
    def fingerprint(self) -> str:
        """What is bought and for how much. The callback's address is not part of it: it may move between two tries."""
        asked = [self.sku, self.quantity, self.account, self.max_cost_minor]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def price_now(product: Row, troubles: frozenset[str]) -> int:
    """The cost of one piece; a price change adds a tenth."""
    cost_minor = int(product["cost_minor"])
    return cost_minor + -(-cost_minor // 10) if "price_change" in troubles else cost_minor


class Orders:
    """What can be done with the orders of one book."""

    def __init__(self, book: Book, *, delay_seconds: float, late_seconds: float) -> None:
        self._book = book
        self._delay_seconds = delay_seconds
        self._late_seconds = late_seconds

    def find(self, reference: str) -> Row | None:
        """The order of a reference, if one was placed."""
        rows = self._book.rows("SELECT * FROM placed WHERE reference = ?", reference)
        return rows[0] if rows else None

    def place(self, wish: Wish, *, troubles: frozenset[str], at: float) -> Row:
        """
        Take an order. The same reference again is the same order and buys nothing.

        :raises Declined: refused by the rules of the protocol, or the reference stands for another order.
        """
        with self._book.writing():
            earlier = self.find(wish.reference)
            if earlier is None:
                return self._take(wish, troubles, at)
            if earlier["asked"] != wish.fingerprint:
                raise Declined(409, "reference_reused")
            return earlier

    def finish(self, reference: str, *, at: float) -> Row | None:
        """Deliver a placed order, or let it fail and give the money back. None if that was done before."""
        with self._book.writing():
            order = self._placed(reference)
            if order["status"] != "processing":
                return None
            failure = "account_frozen" if "fails_later" in order["troubles"].split() else None
            self._close(order, failure, at)
            return self._placed(reference)

    def due(self, at: float) -> list[str]:
        """References whose time to be finished has come."""
        due = "SELECT reference FROM placed WHERE status = 'processing' AND due_at <= ? ORDER BY due_at"
        return [row["reference"] for row in self._book.rows(due, at)]

    def _placed(self, reference: str) -> Row:
        order = self.find(reference)
        if order is None:
            raise LookupError(reference)
        return order

    def _take(self, wish: Wish, troubles: frozenset[str], at: float) -> Row:
        products = self._book.rows("SELECT * FROM product WHERE sku = ?", wish.sku)
        if not products:
            raise Declined(400, "unknown_sku")
        cost_minor = price_now(products[0], troubles) * wish.quantity
        self._check(wish, products[0], cost_minor, troubles)
        row = _new_row(wish, products[0]) | {
            "cost_minor": cost_minor,
            "troubles": " ".join(sorted(troubles & (CALLBACKS | {"fails_later"}))),
            "accepted_at": at,
            "due_at": at + self._delay_seconds + (self._late_seconds if "late_finish" in troubles else 0),
        }
        self._book.insert("placed", row)
        self._book.take_stock(wish.sku, wish.quantity)
        self._book.transfer(f"hold {wish.reference}", "prepaid", "held", cost_minor)
        return self._placed(wish.reference)

    def _check(self, wish: Wish, product: Row, cost_minor: int, troubles: frozenset[str]) -> None:
        is_short = product["stock"] is not None and product["stock"] < wish.quantity
        if "bad_account" in troubles or (product["kind"] == "topup" and not _is_account(wish.account)):
            raise Declined(422, "bad_account")
        if troubles & {"sold_out", "out_of_stock"} or is_short or not product["available"]:
            raise Declined(409, "out_of_stock")
        if "price_above_max" in troubles or cost_minor > wish.max_cost_minor:
            raise Declined(409, "price_above_max")
        if "insufficient_balance" in troubles or cost_minor > self._book.balance_minor():
            raise Declined(402, "insufficient_balance")

    def _close(self, order: Row, failure: str | None, at: float) -> None:
        reference, cost_minor = order["reference"], order["cost_minor"]
        self._book.write(
            "UPDATE placed SET status = ?, failure = ?, finished_at = ? WHERE reference = ?",
            "failed" if failure else "succeeded",
            failure,
            at,
            reference,
        )
        if failure:
            self._book.take_stock(order["sku"], -order["quantity"])
            self._book.transfer(f"return {reference}", "held", "prepaid", cost_minor)
            return
        delivered = ("reference", "account", "sku", "quantity", "face_value_minor")
        self._book.insert("effect", {name: order[name] for name in delivered} | {"at": at})
        self._book.transfer(f"sell {reference}", "held", "sales", cost_minor)


def _is_account(account: str | None) -> bool:
    return account is not None and 3 <= len(account) <= 64 and account.isprintable() and " " not in account


def _new_row(wish: Wish, product: Row) -> Row:
    return {
        "reference": wish.reference,
        "supplier_order_id": f"SB{uuid4().hex[:16].upper()}",
        "sku": wish.sku,
        "kind": product["kind"],
        "quantity": wish.quantity,
        "account": wish.account if product["kind"] == "topup" else None,
        "face_value_minor": product["face_value_minor"] * wish.quantity,
        "currency": product["currency"],
        "asked": wish.fingerprint,
        "callback_url": wish.callback_url,
        "status": "processing",
    }

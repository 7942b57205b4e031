"""The supplier's counter: takes one signed request, plays the troubles drawn for it, and says what to answer."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, urlsplit

from supply.connectors import strict_json as read
from supply.connectors.signing import Message, Signer
from supply.connectors.strict_json import Unreadable

from .book import Book
from .chaos import ANSWERS, BEFORE, Chaos, trouble_of_account
from .clockwork import Clockwork
from .orders import Declined, Orders, Wish
from .replies import Reply, as_json, instead, refusal, too_large
from .showing import order_shown, product_shown, troubled

_MOST_PIECES = 1000


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a customer may ask under ``/v1/``. What was asked and answered is noted in the book."""

    book: Book
    orders: Orders
    clockwork: Clockwork
    chaos: Chaos
    signer: Signer

    def answer(self, message: Message, headers: Mapping[str, str]) -> Reply:
        """The reply to one request, signature first."""
        fault = self.signer.fault(headers, message, now=time.time())
        if fault:
            return refusal(401, fault.value)
        match message.method, urlsplit(message.path).path.split("/")[2:]:
            case "GET", ["products"]:
                return self._products(message)
            case "GET", ["balance"]:
                return self._balance(message)
            case "POST", ["orders"]:
                return self._place(message)
            case "GET", ["orders", reference]:
                return self._query(message, unquote(reference))
            case _:
                return refusal(404, "no_such_address")

    def _products(self, message: Message) -> Reply:
        troubles = self.chaos.draw("products") | (self.chaos.draw("orders") & {"price_change", "sold_out"})
        shown = [product_shown(row, troubles) for row in self.book.rows("SELECT * FROM product ORDER BY sku")]
        return self._noted(message, None, troubles, as_json({"products": shown}))

    def _balance(self, message: Message) -> Reply:
        shown = {"balance_minor": self.book.balance_minor(), "currency": "CNY"}
        return self._noted(message, None, self.chaos.draw("balance"), as_json(shown))

    def _query(self, message: Message, reference: str) -> Reply:
        troubles = self.chaos.draw("query", reference, self._times_asked("GET", reference))
        self.clockwork.finish_due()
        order = self.orders.find(reference)
        if order is None:
            return self._noted(message, reference, troubles, refusal(404, "not_found"))
        shown = troubled(order_shown(self.book, order), troubles)
        return self._noted(message, reference, troubles, as_json(shown))

    def _place(self, message: Message) -> Reply:
        try:
            wish = _wish_from(message.body)
        except Unreadable:
            return self._noted(message, None, frozenset(), refusal(400, "bad_request"))
        turn = self._times_asked("POST", wish.reference)
        troubles = self.chaos.draw("orders", wish.reference, turn) | trouble_of_account(wish.account, is_first=not turn)
        if troubles & BEFORE:
            return self._noted(message, wish.reference, troubles & BEFORE, refusal(503, "never_reached"))
        try:
            placed = self.orders.place(wish, troubles=troubles, at=time.time())
        except Declined as no:
            # What did not come about cannot be answered wrongly: the word itself goes out.
            return self._noted(message, wish.reference, frozenset(), refusal(no.status, no.code))
        self.clockwork.finish_due()
        order = self.orders.find(wish.reference) or placed
        shown = troubled(order_shown(self.book, order), troubles)
        return self._noted(message, wish.reference, troubles, as_json(shown))

    def _times_asked(self, method: str, reference: str) -> int:
        sql = "SELECT count(*) AS times FROM request WHERE reference = ? AND method = ?"
        return int(self.book.rows(sql, reference, method)[0]["times"])

    def _noted(self, message: Message, reference: str | None, troubles: frozenset[str], reply: Reply) -> Reply:
        # Whoever followed a redirect would find the truth: that is what makes it tempting.
        elsewhere = f"/v1/orders/{quote(reference, safe='')}" if reference else message.path
        spoiled = instead(troubles, elsewhere=elsewhere) or (too_large(reply) if "too_large" in troubles else reply)
        self.book.insert(
            "request",
            {
                "at": time.time(),
                "method": message.method,
                "path": message.path,
                "reference": reference,
                "status": None if "silent" in spoiled.manner else spoiled.status,
                "troubles": " ".join(sorted(troubles)),
            },
        )
        return replace(spoiled, manner=spoiled.manner | (troubles & ANSWERS))


def _wish_from(body: bytes) -> Wish:
    fields = read.read_object(body)
    quantity = read.whole(fields, "quantity", least=1)
    if quantity > _MOST_PIECES:
        raise Unreadable("quantity is too large")
    return Wish(
        reference=read.text(fields, "reference"),
        sku=read.text(fields, "sku"),
        quantity=quantity,
        account=read.optional_text(fields, "account"),
        max_cost_minor=read.whole(fields, "max_cost_minor"),
        callback_url=_callback_url(fields),
    )


def _callback_url(fields: read.Fields) -> str:
    url = read.optional_text(fields, "callback_url", longest=2000) or ""
    try:
        is_web = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        is_web = False
    if url and not is_web:
        raise Unreadable("callback_url is no web address")
    return url

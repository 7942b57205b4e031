"""What only this machine may ask, unsigned: the book for tests to judge by, and the chaos to steer."""

from urllib.parse import parse_qs, urlsplit

from supply.connectors import strict_json as read
from supply.connectors.signing import Message
from supply.connectors.strict_json import Unreadable

from .book import Book
from .chaos import Chaos
from .judge import snapshot
from .replies import Reply, as_json, refusal

PATHS = ("/book", "/chaos", "/deposit")


def answer(message: Message, *, book: Book, chaos: Chaos) -> Reply:
    """The reply to a request for one of ``PATHS``."""
    try:
        return _answer(message, book, chaos)
    except (Unreadable, ValueError) as error:
        return as_json({"code": "bad_request", "detail": str(error)}, status=400)


def _answer(message: Message, book: Book, chaos: Chaos) -> Reply:
    parts = urlsplit(message.path)
    match message.method, parts.path:
        case "GET", "/book":
            reference = parse_qs(parts.query).get("reference")
            return as_json(snapshot(book, reference[0] if reference else None))
        case "POST", "/deposit":
            book.deposit(read.whole(read.read_object(message.body), "amount_minor", least=1))
            return as_json({"balance_minor": book.balance_minor()})
        case "POST", "/chaos":
            chaos.set(read.read_object(message.body))
        case "DELETE", "/chaos":
            chaos.clear()
        case "GET", "/chaos":
            pass
        case _:
            return refusal(405, "method_not_allowed")
    return as_json({"seed": chaos.seed, "odds": chaos.odds()})

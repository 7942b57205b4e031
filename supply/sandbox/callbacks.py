"""What the supplier tells by itself: which events an order brings, and sending them until somebody answers."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from supply.connectors.secret import Secret
from supply.connectors.signing import Message, Signer

from .book import Book, Row
from .outgoing import path_of, post
from .settings import SandboxSettings
from .showing import order_shown

_TRIES = 8
_GAP_SECONDS = 0.2
_OPPOSITE = {"succeeded": "failed", "failed": "succeeded"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to tell: what it shows, when, and whether a stranger tells it. Copies share an id."""

    shows: str
    due_at: float
    is_forged: bool = False
    event_id: str = ""


class Callbacks:
    """The queue of events in one book."""

    def __init__(self, book: Book, settings: SandboxSettings) -> None:
        self._book = book
        self._settings = settings
        self._signer = Signer(settings.key_id, settings.secret)
        self._forger = Signer(settings.key_id, Secret("a guess"))

    def announce(self, order: Row, *, at: float) -> None:
        """Queue what a finished order tells, with the troubles drawn for it."""
        troubles = frozenset(order["troubles"].split())
        if not order["callback_url"] or "no_callback" in troubles:
            return
        at += self._settings.late_seconds if "late_callback" in troubles else 0
        for event in _events(order["status"], troubles, at):
            self._book.insert(
                "callback",
                {
                    "event_id": event.event_id or f"evt_{uuid4().hex}",
                    "reference": order["reference"],
                    "shows": event.shows,
                    "forged": event.is_forged,
                    "due_at": event.due_at,
                },
            )

    def send_due(self, *, at: float) -> None:
        """Send every event whose time has come; what is not answered with 2xx is tried again later."""
        for event in self._book.rows("SELECT * FROM callback WHERE state = 'due' AND due_at <= ? ORDER BY due_at, id", at):
            status = self._send(event, at=at)
            self._book.write(
                "UPDATE callback SET state = ?, attempts = attempts + 1, last_status = ?, due_at = ? WHERE id = ?",
                _state_after(event, status),
                status,
                at + self._settings.retry_seconds * 2 ** event["attempts"],
                event["id"],
            )

    def _send(self, event: Row, *, at: float) -> int | None:
        order = self._book.rows("SELECT * FROM placed WHERE reference = ?", event["reference"])[0]
        shown = order_shown(self._book, _as_told(order, event["shows"]))
        body = json.dumps({"event_id": event["event_id"], "order": shown}, ensure_ascii=False).encode()
        url = order["callback_url"]
        message = Message("POST", path_of(url), body)
        signer = self._forger if event["forged"] else self._signer
        return post(url, message, signer.headers(message, at=at), base=self._settings.callback_base)


def _events(status: str, troubles: frozenset[str], at: float) -> list[Event]:
    genuine = Event(status, at, event_id=f"evt_{uuid4().hex}")
    events = [genuine]
    if "duplicate_callback" in troubles:
        events += [Event(status, at + copy * _GAP_SECONDS, event_id=genuine.event_id) for copy in (1, 2)]
    if "contradictory_callback" in troubles:
        events.append(Event(_OPPOSITE[status], at + _GAP_SECONDS))
    if "out_of_order_callback" in troubles:
        events.append(Event("processing", at + _GAP_SECONDS))
    if "forged_callback" in troubles:
        events.append(Event(_OPPOSITE[status], at, is_forged=True))
    return events


def _as_told(order: Row, status: str) -> dict[str, Any]:
    if order["status"] == status:
        return order
    failure = "account_frozen" if status == "failed" else None
    return order | {"status": status, "failure": failure, "finished_at": order["finished_at"] if failure else None}


def _state_after(event: Row, status: int | None) -> str:
    if status is not None and 200 <= status < 300:
        return "answered"
    # A stranger does not come back, and nobody rings for ever.
    return "given_up" if event["forged"] or event["attempts"] + 1 >= _TRIES else "due"

"""The signature of ``quanyi-http``, the same for our requests and for the supplier's callbacks."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from .outcomes import CallbackFault
from .secret import Secret

WINDOW_SECONDS = 300
KEY, TIMESTAMP, SIGNATURE = "X-Key", "X-Timestamp", "X-Signature"

_UNIX_SECONDS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Message:
    """One HTTP request as it is signed. ``path`` has the query in it, ``body`` is the raw bytes of the wire."""

    method: str
    path: str
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Signer:
    """One credential: a public id and its secret. Both sides of the protocol sign and check with it."""

    key_id: str
    secret: Secret

    def signature(self, message: Message, timestamp: str) -> str:
        """Hex HMAC-SHA256 of timestamp, method and path, each ended by a line feed, and the body."""
        head = f"{timestamp}\n{message.method}\n{message.path}\n".encode()
        return hmac.new(self.secret.reveal().encode(), head + message.body, hashlib.sha256).hexdigest()

    def headers(self, message: Message, *, at: float) -> dict[str, str]:
        """The three headers that make a request ours. ``at`` in Unix seconds."""
        timestamp = str(int(at))
        return {
            KEY: self.key_id,
            TIMESTAMP: timestamp,
            SIGNATURE: self.signature(message, timestamp),
        }

    def fault(self, headers: Mapping[str, str], message: Message, *, now: float) -> CallbackFault | None:
        """
        What is wrong with a received signature, or None.

        Age is judged last, so that "stale" is only ever said of a message that was genuine once.
        """
        given = {name.lower(): value for name, value in headers.items()}
        key_id, timestamp, proof = (given.get(name.lower(), "") for name in (KEY, TIMESTAMP, SIGNATURE))
        if not (key_id and proof and _UNIX_SECONDS.fullmatch(timestamp)):
            return CallbackFault.UNSIGNED
        if not _same(key_id, self.key_id):
            return CallbackFault.WRONG_KEY
        if not _same(proof.lower(), self.signature(message, timestamp)):
            return CallbackFault.WRONG_SIGNATURE
        if abs(now - int(timestamp)) > WINDOW_SECONDS:
            return CallbackFault.STALE
        return None


def _same(given: str, ours: str) -> bool:
    # As bytes: compare_digest refuses text that is not ASCII, and a header may hold anything.
    return hmac.compare_digest(given.encode(errors="backslashreplace"), ours.encode())

"""A value that must not reach a log, a traceback, a message or a file by accident."""

import hmac
from typing import NoReturn


class Secret:
    """
    Text of bearer value: a card's code, a supplier's signing secret.

    Shows itself as ``***`` and cannot be pickled, so neither a log line nor a task argument can carry it.
    ``reveal()`` is the one way to the text, and easy to search for.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")

"""Plaintext in our hands: for a moment, and never by accident in a log, a message or a file."""

from dataclasses import dataclass
from datetime import date
from typing import NoReturn

# Between the two parts of a payload. No card number and no code holds a control character.
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True, repr=False)
class CodeText:
    """One code as it is printed on the card, with its card number where it has one. It shows itself as ``***``."""

    code: str
    card_no: str = ""

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a code is never pickled")

    def as_payload(self) -> bytes:
        """What is encrypted."""
        return f"{self.card_no}{_BETWEEN}{self.code}".encode()

    @classmethod
    def from_payload(cls, payload: bytes) -> "CodeText":
        """What ``as_payload`` made."""
        card_no, _between, code = payload.decode().partition(_BETWEEN)
        return cls(code=code, card_no=card_no)


@dataclass(frozen=True, slots=True, repr=False)
class OpenedCode:
    """A code that its owner may see now. ``card_no`` is empty where there is none."""

    card_no: str
    code: str
    expires_on: date | None

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a code is never pickled")

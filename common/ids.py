"""Identities: sortable ids for rows, random tokens for links and keys."""

import hashlib
import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """A UUIDv7: sorts by the time it was made, is safe to show, grants nothing."""
    return uuid7()


def new_token() -> str:
    """128 random bits, URL-safe. Whoever holds it has access: store only ``token_hash`` of it."""
    return secrets.token_urlsafe(16)


def token_hash(token: str) -> bytes:
    """SHA-256 of a token, 32 bytes. A fast hash is enough: the token has no guessable part."""
    return hashlib.sha256(token.encode()).digest()


def new_serial(prefix: str) -> str:
    """A printed number such as ``G-7K2M-9QXD-4H1V-W3``: 65 random bits in letters that no one confuses."""
    # Thirty-two letters, so that five bits of a byte draw each of them evenly; one question to the system, not thirteen.
    drawn = "".join([_CROCKFORD[byte & 31] for byte in secrets.token_bytes(13)])
    return f"{prefix}-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"

"""AES-256-GCM and HMAC-SHA256 under keys derived from the platform's root key, one key a purpose."""

import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from common.sealed.derive import derive
from common.sealed.root import root_key

_VERSION = b"\x01"


@cache
def derived_key(purpose: str) -> bytes:
    """32 bytes for one purpose, from the platform's root key: a new master key changes nothing here."""
    return derive(root_key(), purpose)


@cache
def _cipher(purpose: str) -> AESGCM:
    return AESGCM(derived_key(f"seal/{purpose}"))


def seal(plain: str, *, purpose: str) -> bytes:
    """Encrypt one text. The purpose is bound in: a value moved to another column will not open."""
    return seal_bytes(plain.encode(), purpose=purpose)


def seal_bytes(plain: bytes, *, purpose: str) -> bytes:
    """Encrypt bytes, as ``seal`` does with text."""
    nonce = os.urandom(12)
    return _VERSION + nonce + _cipher(purpose).encrypt(nonce, plain, purpose.encode())


def open_sealed(sealed: bytes, *, purpose: str) -> str:
    """
    Decrypt what ``seal`` made.

    :raises cryptography.exceptions.InvalidTag: altered, moved, or sealed under another key.
    """
    return open_bytes(sealed, purpose=purpose).decode()


def open_bytes(sealed: bytes, *, purpose: str) -> bytes:
    """Decrypt what ``seal_bytes`` made; raises as ``open_sealed`` does."""
    sealed = bytes(sealed)
    return _cipher(purpose).decrypt(sealed[1:13], sealed[13:], purpose.encode())


def fingerprint(normalised: str, *, purpose: str) -> bytes:
    """HMAC-SHA256, 32 bytes: equal texts have equal fingerprints, and nothing else can be learned."""
    keyed = _keyed(purpose).copy()
    keyed.update(normalised.encode())
    return keyed.finalize()


@cache
def _keyed(purpose: str) -> HMAC:
    return HMAC(derived_key(f"fingerprint/{purpose}"), SHA256())

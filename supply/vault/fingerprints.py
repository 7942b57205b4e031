"""The blind index: equal codes have equal fingerprints, under a key that opens nothing."""

import hmac
from functools import cache

from common.sealed.crypto import derived_key
from supply.rules.codes import compared, printed


@cache
def _key() -> bytes:
    return derived_key("vault/fingerprint")


def fingerprint_of(code: str, *, case_sensitive: bool) -> bytes:
    """32 bytes for one code, however it is spaced, dashed or (unless case matters) capitalised."""
    return fingerprint_of_compared(compared(printed(code, case_sensitive=case_sensitive)))


def fingerprint_of_compared(form: str) -> bytes:
    """``fingerprint_of`` for a code that is in its compared form already."""
    return hmac.digest(_key(), form.encode(), "sha256")


def fingerprint_of_file(content_hash: bytes) -> bytes:
    """
    Tells whether two files are the same one.

    Keyed, because the plain hash of a short file would let its codes be guessed.
    """
    return hmac.digest(derived_key("vault/file"), content_hash, "sha256")
